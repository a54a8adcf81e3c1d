/** The middle value. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** The value below which this part of the values lies, linear between neighbours. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (sorted.length - 1) * part
  const below = sorted[Math.floor(at)] ?? NaN
  const above = sorted[Math.ceil(at)] ?? NaN
  return below + (above - below) * (at - Math.floor(at))
}

export interface Estimate {
  readonly median: number
  /** A 95 % confidence interval of the median. */
  readonly low: number
  readonly high: number
}

/**
 * The median with the distribution-free confidence interval of its order statistics: no shape of the
 * noise is assumed, and nothing is drawn at random.
 */
export function estimate(values: readonly number[]): Estimate {
  const sorted = [...values].sort((a, b) => a - b)
  const half = (1.96 * Math.sqrt(sorted.length)) / 2
  const low = sorted[Math.max(0, Math.floor(sorted.length / 2 - half))] ?? NaN
  const high = sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length / 2 + half))] ?? NaN
  return { median: median(values), low, high }
}
