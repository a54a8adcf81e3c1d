import type { Outcome, Phase } from '../../types/index.js'
import type { CounterSeries, HistogramSeries } from './fast-metrics.js'
import type { Metrics } from './metrics.js'

interface Series {
  readonly total: CounterSeries
  readonly duration: HistogramSeries
}

/**
 * How exchanges commonly end. A counter that is first seen at 1 has not risen for Prometheus:
 * without a zero before it, each instance would keep its first one to itself.
 */
const commonly = [
  ['client-disconnected', 'processing'],
  ['client-disconnected', 'responding'],
  ['timed-out', 'processing'],
] as const

/** The exchanges of one method of a route. */
export class MethodSeries {
  readonly #metrics: Metrics
  readonly #labels: { readonly method: string; readonly route: string }
  readonly #completed: Series
  readonly #others = new Map<string, Series>()

  constructor(metrics: Metrics, method: string, route: string) {
    this.#metrics = metrics
    this.#labels = { method, route }
    this.#completed = this.#series('completed', 'done')
    for (const [outcome, phase] of commonly) this.#of(outcome, phase)
  }

  count(outcome: Outcome, phase: Phase, seconds: number): void {
    const { total, duration } = this.#of(outcome, phase)
    total.value++
    duration.observe(seconds)
  }

  #of(outcome: Outcome, phase: Phase): Series {
    if (outcome === 'completed') return this.#completed
    const key = `${outcome} ${phase}`
    let series = this.#others.get(key)
    if (series === undefined) this.#others.set(key, (series = this.#series(outcome, phase)))
    return series
  }

  #series(outcome: Outcome, phase: Phase): Series {
    return {
      total: this.#metrics.exchanges.of({ ...this.#labels, outcome, phase }),
      duration: this.#metrics.duration.of({ ...this.#labels, outcome }),
    }
  }
}
