export interface Slope {
  readonly perStep: number
  /** A 95 % confidence interval. */
  readonly low: number
  readonly high: number
}

/**
 * The least-squares slope with its confidence interval. What a heap holds wanders, so that one
 * sample says much of the next, and the usual interval would find a slope in every random walk: it
 * is widened as if there were as many fewer samples as the residuals follow each other.
 */
export function slopeOf(xs: readonly number[], ys: readonly number[]): Slope {
  const n = xs.length
  const meanX = sum(xs) / n
  const meanY = sum(ys) / n
  const dx = xs.map((x) => x - meanX)
  const squares = sumOfSquares(dx)
  const perStep = sum(dx.map((d, i) => d * (ys[i]! - meanY))) / squares
  const residuals = dx.map((d, i) => ys[i]! - meanY - perStep * d)
  const independent = Math.sqrt(sumOfSquares(residuals) / (n - 2) / squares)
  const follow = autocorrelation(residuals)
  const margin = studentT975(n - 2) * independent * Math.sqrt((1 + follow) / (1 - follow))
  return { perStep, low: perStep - margin, high: perStep + margin }
}

/**
 * How much of a residual is in the next, from 0 to less than 1. What is left after a fit shows less
 * of it than there is, by about as much as is added here (Kendall, 1954, for a line).
 */
function autocorrelation(residuals: readonly number[]): number {
  const all = sumOfSquares(residuals)
  if (all === 0) return 0
  const found = sum(residuals.slice(1).map((each, i) => each * residuals[i]!)) / all
  return Math.min(MOST, Math.max(0, found + (2 + 4 * found) / residuals.length))
}

const MOST = 0.97

/** Student's t at 97.5 %, by Hill's expansion (1970), right to a hundredth from 4 degrees on. */
function studentT975(degrees: number): number {
  const z = 1.959964
  const g1 = (z ** 3 + z) / 4
  const g2 = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96
  const g3 = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384
  return z + g1 / degrees + g2 / degrees ** 2 + g3 / degrees ** 3
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function sumOfSquares(values: readonly number[]): number {
  return sum(values.map((value) => value * value))
}
