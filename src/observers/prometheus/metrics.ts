import { Counter, Gauge, type Registry } from 'prom-client'
import { HangupError } from '../../errors/index.js'
import { ageBuckets, durationBuckets } from './buckets.js'
import { definitions } from './definitions.js'
import { FastCounter, FastHistogram } from './fast-metrics.js'

/** What is asked of a registry: that of another copy or version of prom-client will do. */
export interface MetricRegister {
  getSingleMetric(name: string): unknown
  registerMetric(metric: never): void
}

/** The metrics of this package on one registry. */
export type Metrics = ReturnType<typeof metricsOn>

/** Makes them all. `count` is asked for the gauges, at each scrape. */
export function metricsOn(
  register: MetricRegister,
  limitsMs: readonly number[],
  count: () => { readonly inFlight: number; readonly streaming: number },
) {
  for (const { name } of Object.values(definitions)) checkFree(register, name)
  const { exchanges, duration, disconnectAge, wasted } = definitions
  const { inFlight, streaming, errors, connectionEvents, sessionsSwept } = definitions
  const registers = [register as Registry]
  const on = <M>(metric: M): M => {
    register.registerMetric(metric as never)
    return metric
  }
  return {
    // Those that each request needs.
    exchanges: on(new FastCounter(exchanges)),
    duration: on(new FastHistogram(duration, durationBuckets)),
    disconnectAge: on(new FastHistogram(disconnectAge, ageBuckets(limitsMs))),
    wasted: new Counter({ ...wasted, registers }),
    inFlight: new Gauge({
      ...inFlight,
      registers,
      collect() {
        this.set(count().inFlight)
      },
    }),
    streaming: new Gauge({
      ...streaming,
      registers,
      collect() {
        this.set(count().streaming)
      },
    }),
    errors: new Counter({ ...errors, registers }),
    connectionEvents: new Counter({ ...connectionEvents, registers }),
    sessionsSwept: new Counter({ ...sessionsSwept, registers }),
  }
}

/** Checked before any is made, so that a registry is never left with some of them. */
function checkFree(register: MetricRegister, name: string): void {
  if (register.getSingleMetric(name) === undefined) return
  throw new HangupError(
    'ERR_HANGUP_OPTION',
    `register has a metric '${name}' already, which is not this package's; give a Registry of its ` +
      'own, and merge the two for the scrape: Registry.merge([register, own])',
  )
}
