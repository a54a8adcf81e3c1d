import { AGE_BINS, ageBin, binStart } from './age-scale.js'

/** Up to so many ages are kept one by one: a log of many routes has a few requests for most of them. */
const FEW = 32

/** Counts ages in bins of 1 %, so that any two can be added exactly. Its size is bounded. */
export class AgeHistogram {
  total = 0
  /** The bin of each age, while they are few; null from then on. */
  #few: number[] | null = []
  #counts: Float64Array | null = null

  add(ageMs: number): void {
    this.#put(ageBin(ageMs), 1)
  }

  merge(other: AgeHistogram): void {
    if (other.#few !== null) {
      for (const bin of other.#few) this.#put(bin, 1)
      return
    }
    const { counts } = this
    other.counts.forEach((count, bin) => {
      counts[bin] = (counts[bin] ?? 0) + count
    })
    this.total += other.total
  }

  /** How many are in each bin. */
  get counts(): Float64Array {
    if (this.#counts === null) {
      this.#counts = new Float64Array(AGE_BINS)
      for (const bin of this.#few ?? []) this.#counts[bin] = (this.#counts[bin] ?? 0) + 1
      this.#few = null
    }
    return this.#counts
  }

  /** How many are in the bins that this range touches. */
  between(fromMs: number, toMs: number): number {
    const { counts } = this
    let sum = 0
    for (let bin = ageBin(fromMs); bin <= ageBin(toMs); bin++) sum += counts[bin] ?? 0
    return sum
  }

  /** The age below which this part of them lies, to 1 %; null where there are none. */
  quantile(part: number): number | null {
    if (this.total === 0) return null
    const { counts } = this
    let left = part * this.total
    for (let bin = 0; bin < AGE_BINS; bin++) {
      left -= counts[bin] ?? 0
      if (left < 0) return Math.sqrt(Math.max(0.5, binStart(bin)) * binStart(bin + 1))
    }
    return binStart(AGE_BINS - 1)
  }

  /** Pairs of a bin and its count, for what crosses to another process. */
  toJSON(): number[] {
    const pairs: number[] = []
    this.counts.forEach((count, bin) => {
      if (count > 0) pairs.push(bin, count)
    })
    return pairs
  }

  static from(pairs: readonly number[]): AgeHistogram {
    const histogram = new AgeHistogram()
    for (let at = 0; at + 1 < pairs.length; at += 2) {
      const bin = pairs[at] ?? 0
      if (bin >= 0 && bin < AGE_BINS) histogram.#put(bin, pairs[at + 1] ?? 0)
    }
    return histogram
  }

  #put(bin: number, count: number): void {
    this.total += count
    if (count === 1 && this.#few !== null && this.#few.length < FEW) {
      this.#few.push(bin)
      return
    }
    const { counts } = this
    counts[bin] = (counts[bin] ?? 0) + count
  }
}
