/** Names and values of labels. */
export type Labels = Readonly<Record<string, string>>

interface Definition {
  readonly name: string
  readonly help: string
}

interface Sample {
  readonly labels: Labels
  readonly value: number
  readonly metricName?: string
}

/**
 * A metric as a registry knows it, whose series are held by those who count. prom-client's own look
 * a series up by its labels each time, which for each request costs more than to count it.
 */
abstract class FastMetric<S> {
  /** A registry that speaks OpenMetrics takes `_total` off it. */
  name: string
  readonly help: string
  /** How the workers of a cluster are added up. */
  readonly aggregator = 'sum'
  abstract readonly type: 'counter' | 'histogram'
  readonly #series = new Map<string, { readonly labels: Labels; series: S }>()

  constructor({ name, help }: Definition) {
    this.name = name
    this.help = help
  }

  /** The series of these labels, named in the same order each time. */
  of(labels: Labels): S {
    const key = JSON.stringify(labels)
    let entry = this.#series.get(key)
    if (entry === undefined) this.#series.set(key, (entry = { labels, series: this.make() }))
    return entry.series
  }

  /** Called by the registry for each scrape. */
  get(): Promise<unknown> {
    const { name, help, type, aggregator } = this
    const values = [...this.#series.values()].flatMap(({ labels, series }) =>
      this.samples(series, labels),
    )
    return Promise.resolve({ name, help, type, aggregator, values })
  }

  /** Called by `register.resetMetrics()`. */
  reset(): void {
    for (const { series } of this.#series.values()) this.clear(series)
  }

  protected abstract make(): S
  protected abstract samples(series: S, labels: Labels): Sample[]
  protected abstract clear(series: S): void
}

export interface CounterSeries {
  value: number
}

export class FastCounter extends FastMetric<CounterSeries> {
  readonly type = 'counter'

  protected make(): CounterSeries {
    return { value: 0 }
  }

  protected samples({ value }: CounterSeries, labels: Labels): Sample[] {
    return [{ labels, value }]
  }

  protected clear(series: CounterSeries): void {
    series.value = 0
  }
}

export class HistogramSeries {
  sum = 0
  /** One for each bound, and one for what is above all. */
  readonly counts: number[]
  readonly #bounds: readonly number[]

  constructor(bounds: readonly number[]) {
    this.#bounds = bounds
    this.counts = Array<number>(bounds.length + 1).fill(0)
  }

  observe(value: number): void {
    let at = 0
    for (const bound of this.#bounds) {
      if (value <= bound) break
      at++
    }
    this.counts[at] = (this.counts[at] ?? 0) + 1
    this.sum += value
  }
}

/** A series appears with its first observation. */
export class FastHistogram extends FastMetric<HistogramSeries> {
  readonly type = 'histogram'
  readonly #bounds: readonly number[]

  constructor(definition: Definition, bounds: readonly number[]) {
    super(definition)
    this.#bounds = bounds
  }

  protected make(): HistogramSeries {
    return new HistogramSeries(this.#bounds)
  }

  protected samples({ counts, sum }: HistogramSeries, labels: Labels): Sample[] {
    let upTo = 0
    const buckets = counts.map((count, at) => {
      upTo += count
      const le = this.#bounds[at] === undefined ? '+Inf' : String(this.#bounds[at])
      return { labels: { le, ...labels }, value: upTo, metricName: `${this.name}_bucket` }
    })
    if (upTo === 0) return []
    return [
      ...buckets,
      { labels, value: sum, metricName: `${this.name}_sum` },
      { labels, value: upTo, metricName: `${this.name}_count` },
    ]
  }

  protected clear(series: HistogramSeries): void {
    series.counts.fill(0)
    series.sum = 0
  }
}
