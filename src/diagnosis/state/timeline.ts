/** Bins of equal width; it doubles until all times fit. */
const MAX_BINS = 4096

/**
 * Counts exchanges and disconnects over time. The width follows from the earliest and the latest
 * time alone, and bins begin at multiples of it, so that the order of adding and merging does not
 * matter: the result is the same to the last count.
 */
export class Timeline {
  widthMs = 1000
  /** The index of the first bin: its start divided by the width. */
  #first = 0
  #exchanges: number[] = []
  #disconnects: number[] = []
  fromMs = NaN
  toMs = NaN

  add(timeMs: number, disconnects: 0 | 1): void {
    this.#count(timeMs, 1, disconnects)
    this.#span(timeMs, timeMs)
  }

  merge(other: Timeline): void {
    other.#exchanges.forEach((exchanges, index) => {
      if (exchanges > 0) {
        const startMs = (other.#first + index) * other.widthMs
        this.#count(startMs, exchanges, other.#disconnects[index] ?? 0, other.widthMs)
      }
    })
    this.#span(other.fromMs, other.toMs)
  }

  bins(): Array<{ startMs: number; exchanges: number; disconnects: number }> {
    return this.#exchanges.map((exchanges, index) => ({
      startMs: (this.#first + index) * this.widthMs,
      exchanges,
      disconnects: this.#disconnects[index] ?? 0,
    }))
  }

  toJSON(): TimelineJson {
    return {
      widthMs: this.widthMs,
      first: this.#first,
      exchanges: this.#exchanges,
      disconnects: this.#disconnects,
      span: Number.isNaN(this.fromMs) ? null : [this.fromMs, this.toMs],
    }
  }

  static from({ widthMs, first, exchanges, disconnects, span }: TimelineJson): Timeline {
    const timeline = new Timeline()
    timeline.widthMs = widthMs
    timeline.#first = first
    timeline.#exchanges = [...exchanges]
    timeline.#disconnects = [...disconnects]
    if (span !== null) timeline.#span(span[0], span[1])
    return timeline
  }

  #count(timeMs: number, exchanges: number, disconnects: number, widthMs = 0): void {
    while (this.widthMs < widthMs) this.#double()
    if (this.#exchanges.length === 0) this.#first = Math.floor(timeMs / this.widthMs)
    let index = Math.floor(timeMs / this.widthMs) - this.#first
    while (index < 0 ? this.#exchanges.length - index > MAX_BINS : index >= MAX_BINS) {
      this.#double()
      index = Math.floor(timeMs / this.widthMs) - this.#first
    }
    if (index < 0) {
      const before = Array<number>(-index).fill(0)
      this.#exchanges = [...before, ...this.#exchanges]
      this.#disconnects = [...before, ...this.#disconnects]
      this.#first += index
      index = 0
    }
    while (this.#exchanges.length <= index) {
      this.#exchanges.push(0)
      this.#disconnects.push(0)
    }
    this.#exchanges[index] = (this.#exchanges[index] ?? 0) + exchanges
    this.#disconnects[index] = (this.#disconnects[index] ?? 0) + disconnects
  }

  #double(): void {
    const first = Math.floor(this.#first / 2)
    this.#exchanges = inPairs(this.#exchanges, this.#first - first * 2)
    this.#disconnects = inPairs(this.#disconnects, this.#first - first * 2)
    this.#first = first
    this.widthMs *= 2
  }

  #span(fromMs: number, toMs: number): void {
    if (!(this.fromMs <= fromMs) && !Number.isNaN(fromMs)) this.fromMs = fromMs
    if (!(this.toMs >= toMs) && !Number.isNaN(toMs)) this.toMs = toMs
  }
}

export interface TimelineJson {
  readonly widthMs: number
  readonly first: number
  readonly exchanges: readonly number[]
  readonly disconnects: readonly number[]
  readonly span: readonly [number, number] | null
}

function inPairs(counts: readonly number[], offset: number): number[] {
  const halved = Array<number>(Math.ceil((counts.length + offset) / 2)).fill(0)
  counts.forEach((count, index) => {
    const into = (index + offset) >> 1
    halved[into] = (halved[into] ?? 0) + count
  })
  return halved
}
