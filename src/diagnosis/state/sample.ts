/** How much more than its size is kept before it is cut, which means to sort it. */
const SLACK = 1.25

/**
 * A uniform sample of a stream: each item draws a priority, and those with the lowest are kept.
 * The union of two samples, cut to the lowest again, is a uniform sample of both streams, so they
 * merge without bias. A stream shorter than `size` is kept whole.
 */
export class Sample<T> {
  readonly #size: number
  #kept: Array<{ readonly priority: number; readonly item: T }> = []
  #below = Infinity

  constructor(size: number) {
    this.#size = size
  }

  /** Whether an item with this priority would be kept. */
  wants(priority: number): boolean {
    return priority < this.#below
  }

  add(priority: number, item: T): void {
    if (!this.wants(priority)) return
    this.#kept.push({ priority, item })
    if (this.#kept.length >= this.#size * SLACK) this.#cut()
  }

  merge(other: Sample<T>): void {
    this.#below = Math.min(this.#below, other.#below)
    this.#kept = [...this.#kept, ...other.#kept].filter(({ priority }) => this.wants(priority))
    if (this.#kept.length >= this.#size * SLACK) this.#cut()
  }

  items(): T[] {
    if (this.#kept.length > this.#size) this.#cut()
    return this.#kept.map(({ item }) => item)
  }

  toJSON(): SampleJson<T> {
    if (this.#kept.length > this.#size) this.#cut()
    return {
      below: Number.isFinite(this.#below) ? this.#below : null,
      kept: this.#kept.map(({ priority, item }) => [priority, item]),
    }
  }

  static from<T>(size: number, { below, kept }: SampleJson<T>): Sample<T> {
    const sample = new Sample<T>(size)
    sample.#below = below ?? Infinity
    sample.#kept = kept.map(([priority, item]) => ({ priority, item }))
    return sample
  }

  #cut(): void {
    this.#kept.sort((a, b) => a.priority - b.priority)
    this.#below = this.#kept[this.#size]?.priority ?? this.#below
    this.#kept.length = Math.min(this.#kept.length, this.#size)
  }
}

export interface SampleJson<T> {
  readonly below: number | null
  readonly kept: ReadonlyArray<readonly [priority: number, item: T]>
}
