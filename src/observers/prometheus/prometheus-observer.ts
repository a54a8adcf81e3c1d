import { register as globalRegister } from 'prom-client'
import { checkCount, checkDuration, checkOptions, HangupError } from '../../errors/index.js'
import { liveExchanges } from '../../exchange/index.js'
import type { Observer } from '../../types/index.js'
import { commonLimitsMs } from './buckets.js'
import { definitions } from './definitions.js'
import { CodeLabels, PerRoute } from './labels.js'
import { metricsOn, type MetricRegister, type Metrics } from './metrics.js'
import { RouteSeries } from './route-series.js'

/** Options of {@link prometheusObserver}. */
export interface PrometheusObserverOptions {
  /**
   * The registry the metrics are put on.
   * @default prom-client's own, `register`
   */
  readonly register?: MetricRegister
  /**
   * How many routes have a label of their own, in the order in which they are first seen; the
   * others share `(other)`.
   * @default 200
   */
  readonly maxRoutes?: number
  /**
   * The time limits in milliseconds, of what stands in front of the server or calls it, around which
   * `http_server_disconnect_age_seconds` has narrow buckets. The same on each instance of a fleet.
   * @default the commonest of the known limits, from 5 s to 300 s
   */
  readonly limitsMs?: readonly number[]
}

/** What {@link prometheusObserver} returns. */
export interface PrometheusObserver extends Required<Observer> {
  /**
   * Counts the expired sessions that a sweep has `removed`, which is `null` where the store does not
   * tell, once it is `done`: `onSweep: metrics.countSweep` of `sessionCleanup`, or of a cleanup of
   * your own.
   */
  readonly countSweep: (sweep: { readonly removed: number | null; readonly done?: boolean }) => void
}

interface Made {
  readonly observer: PrometheusObserver
  readonly metrics: Metrics
}

// In the global registry of symbols, so that two copies of the package share what is on a registry.
const key = Symbol.for('express-hangup.prometheus.1')
const made = ((globalThis as Record<symbol, unknown>)[key] ??= new WeakMap()) as WeakMap<
  MetricRegister,
  Made
>

/**
 * Counts for Prometheus, through prom-client: settled exchanges by method, route, outcome and phase,
 * their duration, the age at which clients leave, what is in flight, errors by whose they are, and
 * the time handlers worked for nobody. `docs/reference/metrics.md` lists the metrics.
 *
 * Labels are taken from bounded sets only. A registry has one observer: a second call for it returns
 * the first one's, with the options of that.
 *
 * @param options - `register`, `maxRoutes`, `limitsMs`
 * @throws HangupError `ERR_HANGUP_OPTION` for an unknown option, a bad value, or a registry that has
 * a metric of one of these names from somewhere else.
 * @example
 * ```ts
 * import { register } from 'prom-client'
 *
 * app.use(abortDetection({ observers: [prometheusObserver({ register })] }))
 * app.get('/metrics', async (req, res) => {
 *   res.type(register.contentType).send(await register.metrics())
 * })
 * ```
 */
export function prometheusObserver(
  options: Readonly<PrometheusObserverOptions> = {},
): PrometheusObserver {
  checkOptions('prometheusObserver', options, ['register', 'maxRoutes', 'limitsMs'])
  const { register = globalRegister, maxRoutes = 200, limitsMs = commonLimitsMs } = options
  checkRegister(register)
  checkCount('maxRoutes', maxRoutes)
  checkLimits(limitsMs)

  const before = made.get(register)
  // A registry that was cleared has forgotten them.
  if (before !== undefined && isOn(register, before.metrics)) return before.observer

  const metrics = metricsOn(register, limitsMs, () => countLive(observer))
  const observer = observerOf(metrics, maxRoutes)
  made.set(register, { observer, metrics })
  return observer
}

function observerOf(metrics: Metrics, maxRoutes: number): PrometheusObserver {
  const routes = new PerRoute(maxRoutes, (route) => new RouteSeries(metrics, route))
  const codes = new CodeLabels()
  liveExchanges() // kept from now on
  return Object.freeze<PrometheusObserver>({
    settled(record) {
      routes.get(record.route).settled(record)
    },
    error(_error, { origin }, { route }) {
      routes.get(route).error(origin)
    },
    late({ route, overrunMs }) {
      routes.get(route).late(overrunMs)
    },
    connection({ kind, code, closure }) {
      metrics.connectionEvents.inc({ kind, code: codes.labelOf(code), closure })
    },
    countSweep({ removed, done = true }) {
      if (done && removed !== null && removed > 0) metrics.sessionsSwept.inc(removed)
    },
  })
}

/** What this observer will be told of, and has not been yet. */
function countLive(observer: Observer): { inFlight: number; streaming: number } {
  let inFlight = 0
  let streaming = 0
  for (const exchange of liveExchanges()) {
    if (!exchange.reporting.observers.includes(observer)) continue
    inFlight++
    if (exchange.phase === 'responding') streaming++
  }
  return { inFlight, streaming }
}

function isOn(register: MetricRegister, metrics: Metrics): boolean {
  const names = Object.keys(definitions) as (keyof typeof definitions)[]
  return names.every((each) => register.getSingleMetric(definitions[each].name) === metrics[each])
}

function checkRegister(register: unknown): void {
  const { getSingleMetric, registerMetric } = (register ?? {}) as Partial<MetricRegister>
  if (typeof getSingleMetric === 'function' && typeof registerMetric === 'function') return
  throw new HangupError(
    'ERR_HANGUP_OPTION',
    `register must be a Registry of prom-client; received ${typeof register}`,
  )
}

function checkLimits(limitsMs: unknown): void {
  if (!Array.isArray(limitsMs)) {
    throw new HangupError(
      'ERR_HANGUP_OPTION',
      `limitsMs must be an array of milliseconds; received ${typeof limitsMs}`,
    )
  }
  for (const [index, limitMs] of limitsMs.entries()) {
    checkDuration(`limitsMs[${index}]`, limitMs)
  }
}
