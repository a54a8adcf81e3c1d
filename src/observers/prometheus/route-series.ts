import type { ExchangeRecord, Origin } from '../../types/index.js'
import type { HistogramSeries } from './fast-metrics.js'
import { methodLabel } from './labels.js'
import { MethodSeries } from './method-series.js'
import type { Metrics } from './metrics.js'

/** What is counted of one route. */
export class RouteSeries {
  readonly #metrics: Metrics
  readonly #route: string
  readonly #age: HistogramSeries
  readonly #methods = new Map<string, MethodSeries>()

  constructor(metrics: Metrics, route: string) {
    this.#metrics = metrics
    this.#route = route
    this.#age = metrics.disconnectAge.of({ route })
    // Zeros, so that a first one is a rise.
    metrics.wasted.inc({ route }, 0)
    metrics.errors.inc({ route, origin: 'ambiguous' }, 0)
  }

  settled({ method, outcome, phase, ageMs }: ExchangeRecord): void {
    const seconds = ageMs / 1000
    this.#method(methodLabel(method)).count(outcome, phase, seconds)
    if (outcome !== 'client-disconnected') return
    this.#age.observe(seconds)
  }

  error(origin: Origin): void {
    this.#metrics.errors.inc({ route: this.#route, origin })
  }

  late(overrunMs: number): void {
    this.#metrics.wasted.inc({ route: this.#route }, overrunMs / 1000)
  }

  #method(method: string): MethodSeries {
    let series = this.#methods.get(method)
    if (series === undefined) {
      series = new MethodSeries(this.#metrics, method, this.#route)
      this.#methods.set(method, series)
    }
    return series
  }
}
