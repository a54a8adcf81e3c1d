import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import { HangupError } from '../../errors/index.js'
import { ageBuckets, durationBuckets } from './buckets.js'
import { definitions } from './definitions.js'

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
  const registers = [register as Registry]
  for (const { name } of Object.values(definitions)) checkFree(register, name)
  const { exchanges, duration, disconnectAge, wasted } = definitions
  const { inFlight, streaming, errors, connectionEvents, sessionsSwept } = definitions
  return {
    exchanges: new Counter({ ...configOf(exchanges), registers }),
    duration: new Histogram({
      ...configOf(duration),
      registers,
      buckets: [...durationBuckets],
    }),
    disconnectAge: new Histogram({
      ...configOf(disconnectAge),
      registers,
      buckets: ageBuckets(limitsMs),
    }),
    wasted: new Counter({ ...configOf(wasted), registers }),
    inFlight: new Gauge({
      ...configOf(inFlight),
      registers,
      collect() {
        this.set(count().inFlight)
      },
    }),
    streaming: new Gauge({
      ...configOf(streaming),
      registers,
      collect() {
        this.set(count().streaming)
      },
    }),
    errors: new Counter({ ...configOf(errors), registers }),
    connectionEvents: new Counter({ ...configOf(connectionEvents), registers }),
    sessionsSwept: new Counter({ ...configOf(sessionsSwept), registers }),
  }
}

function configOf<T extends string>({
  name,
  help,
  labelNames,
}: {
  readonly name: string
  readonly help: string
  readonly labelNames: readonly T[]
}): { name: string; help: string; labelNames: T[] } {
  return { name, help, labelNames: [...labelNames] }
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
