import { logBinomialTail } from './tail.js'

/** How a scan looks at a line of values. */
export interface ScanPlan {
  /** The windows' widths to try at a value. */
  readonly widths: readonly number[]
  /** Whether a width makes sense for a window that begins here. */
  readonly fits: (start: number, width: number) => boolean
  /** How far to each side the neighbourhood of a window reaches. */
  readonly flank: (start: number, width: number) => number
  /** The step of the clock: values are multiples of it. */
  readonly clock: number
  /** Windows with fewer values are passed over. */
  readonly least: number
  /** How many times as dense as its neighbourhood a window has to be. */
  readonly ratio: (start: number, width: number) => number
}

/** A window that holds more than its neighbourhood explains. */
export interface Pile {
  readonly from: number
  readonly to: number
  readonly count: number
  /** How many the neighbourhood would have in a window of this width. */
  readonly expected: number
  /** The logarithm of the chance of so many, were the neighbourhood's density that of the window. */
  readonly logP: number
}

export interface Scan {
  readonly best: Pile | null
  /** How many windows were tried: what the chance has to be corrected by. */
  readonly tests: number
}

/**
 * Slides windows of several widths over sorted values, and gives the one that is least likely under
 * the null hypothesis that the values are as dense in it as in the denser of its two flanks. Given
 * how many there are in both together, those in the window are then binomial. Taking the denser
 * flank keeps an edge, such as the end of a route's answers, from being taken for a pile.
 */
export function scan(values: Float64Array, plan: ScanPlan): Scan {
  let best: Pile | null = null
  let tests = 0
  for (const width of plan.widths) {
    let end = 0
    let left = 0
    let right = 0
    for (let start = 0; start < values.length; start++) {
      const from = values[start] ?? 0
      // Equal values open the same window.
      if (start > 0 && from === values[start - 1]) continue
      if (!plan.fits(from, width)) continue
      tests++
      while (end < values.length && (values[end] ?? 0) <= from + width) end++
      const count = end - start
      if (count < plan.least) continue
      const flank = plan.flank(from, width)
      const half = plan.clock / 2
      while (left < start && (values[left] ?? 0) < from - half - flank) left++
      while (left > 0 && (values[left - 1] ?? 0) >= from - half - flank) left--
      right = Math.max(right, end)
      while (right < values.length && (values[right] ?? 0) <= from + width + half + flank) right++
      while (right > end && (values[right - 1] ?? 0) > from + width + half + flank) right--
      const around = Math.max(start - left, right - end)
      const wide = width + plan.clock
      const expected = (around * wide) / flank
      const ratio = plan.ratio(from, width)
      if (count < expected * ratio) continue
      const beside = Math.max(
        countBetween(values, from - half - wide, from - half),
        countBetween(values, from + width + half, from + width + half + wide),
      )
      if (count < beside * ratio) continue
      // The first value is where the window was put: it proves nothing.
      const logP = logBinomialTail(count - 1, count - 1 + around, wide / (wide + flank))
      if (best === null || logP < best.logP) {
        best = { from, to: values[end - 1] ?? from, count, expected, logP }
      }
    }
  }
  return { best, tests }
}

/** How many sorted values lie in the range, its start included. */
export function countBetween(values: Float64Array, from: number, to: number): number {
  return Math.max(0, indexFrom(values, to) - indexFrom(values, from))
}

/** The index of the first value that is not below this one. */
export function indexFrom(values: Float64Array, value: number): number {
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((values[middle] ?? 0) < value) low = middle + 1
    else high = middle
  }
  return low
}
