import type { ExchangeRecord, Origin } from '../../types/index.js'
import { methodLabel } from './labels.js'
import type { Metrics } from './metrics.js'

/** A counter and a histogram that know their labels: to put those together again costs each request. */
interface Series {
  readonly total: { inc(): void }
  readonly duration: { observe(seconds: number): void }
}

/**
 * How exchanges commonly end before their answer does. A counter that is first seen at 1 has not
 * risen for Prometheus: without a zero before it, each instance would keep its first one to itself.
 */
const commonly = [
  ['client-disconnected', 'processing'],
  ['client-disconnected', 'responding'],
  ['timed-out', 'processing'],
] as const

/** Counts the exchanges of one route. */
export class RouteSeries {
  readonly #metrics: Metrics
  readonly #route: string
  readonly #methods = new Map<string, { readonly completed: Series; others: Map<string, Series> }>()

  constructor(metrics: Metrics, route: string) {
    this.#metrics = metrics
    this.#route = route
    this.late(0)
    metrics.errors.inc({ route, origin: 'ambiguous' }, 0)
  }

  settled({ method, outcome, phase, ageMs }: ExchangeRecord): void {
    const seconds = ageMs / 1000
    const { completed, others } = this.#method(methodLabel(method))
    let series = completed
    if (outcome !== 'completed') {
      const key = `${outcome} ${phase}`
      let known = others.get(key)
      if (known === undefined) {
        known = this.#series(methodLabel(method), outcome, phase)
        others.set(key, known)
      }
      series = known
    }
    series.total.inc()
    series.duration.observe(seconds)
    if (outcome === 'client-disconnected') {
      this.#metrics.disconnectAge.observe({ route: this.#route }, seconds)
    }
  }

  error(origin: Origin): void {
    this.#metrics.errors.inc({ route: this.#route, origin })
  }

  late(overrunMs: number): void {
    this.#metrics.wasted.inc({ route: this.#route }, overrunMs / 1000)
  }

  #method(method: string) {
    const known = this.#methods.get(method)
    if (known !== undefined) return known
    const made = {
      completed: this.#series(method, 'completed', 'done'),
      others: new Map<string, Series>(),
    }
    this.#methods.set(method, made)
    for (const [outcome, phase] of commonly) {
      this.#metrics.exchanges.inc({ method, route: this.#route, outcome, phase }, 0)
    }
    return made
  }

  #series(method: string, outcome: string, phase: string): Series {
    const route = this.#route
    return {
      total: this.#metrics.exchanges.labels({ method, route, outcome, phase }),
      duration: this.#metrics.duration.labels({ method, route, outcome }),
    }
  }
}
