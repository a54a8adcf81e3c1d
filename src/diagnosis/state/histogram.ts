import { AGE_BINS, ageBin, binStart } from './age-scale.js'

/** Counts ages in bins of 1 %, so that any two can be added exactly. Its size is fixed. */
export class AgeHistogram {
  readonly counts: Float64Array
  total = 0

  constructor(counts: Float64Array = new Float64Array(AGE_BINS)) {
    this.counts = counts
    for (const count of counts) this.total += count
  }

  add(ageMs: number): void {
    const bin = ageBin(ageMs)
    this.counts[bin] = (this.counts[bin] ?? 0) + 1
    this.total++
  }

  merge(other: AgeHistogram): void {
    for (let bin = 0; bin < AGE_BINS; bin++) {
      this.counts[bin] = (this.counts[bin] ?? 0) + (other.counts[bin] ?? 0)
    }
    this.total += other.total
  }

  /** How many are in the bins that this range touches. */
  between(fromMs: number, toMs: number): number {
    let sum = 0
    for (let bin = ageBin(fromMs); bin <= ageBin(toMs); bin++) sum += this.counts[bin] ?? 0
    return sum
  }

  /** The age below which this part of them lies, to 1 %; null where there are none. */
  quantile(part: number): number | null {
    if (this.total === 0) return null
    let left = part * this.total
    for (let bin = 0; bin < AGE_BINS; bin++) {
      left -= this.counts[bin] ?? 0
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
    const counts = new Float64Array(AGE_BINS)
    for (let at = 0; at + 1 < pairs.length; at += 2) {
      const bin = pairs[at] ?? 0
      if (bin >= 0 && bin < AGE_BINS) counts[bin] = (counts[bin] ?? 0) + (pairs[at + 1] ?? 0)
    }
    return new AgeHistogram(counts)
  }
}
