import type { Outcome, Phase } from '../../types/index.js'
import type { Metrics } from './metrics.js'

/** A counter and a histogram that know their labels: to name those again costs each request. */
interface Series {
  readonly total: { inc(value?: number): void }
  readonly duration: { observe(seconds: number): void }
}

/**
 * How exchanges commonly end. A counter that is first seen at 1 has not risen for Prometheus:
 * without a zero before it, each instance would keep its first one to itself.
 */
const commonly = [
  ['completed', 'done'],
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
    for (const [outcome, phase] of commonly) this.#series(outcome, phase).total.inc(0)
  }

  count(outcome: Outcome, phase: Phase, seconds: number): void {
    const { total, duration } = this.#of(outcome, phase)
    total.inc()
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
      total: this.#metrics.exchanges.labels({ ...this.#labels, outcome, phase }),
      duration: this.#metrics.duration.labels({ ...this.#labels, outcome }),
    }
  }
}
