export interface Slope {
  readonly perStep: number
  /** A 95 % confidence interval. */
  readonly low: number
  readonly high: number
}

/**
 * The least-squares slope with its confidence interval. What a heap holds wanders, so that one
 * sample says much of the next: the interval is widened by as much as the residuals follow each
 * other (Newey and West, 1987), or it would find a slope in every random walk.
 */
export function slopeOf(xs: readonly number[], ys: readonly number[]): Slope {
  const n = xs.length
  const meanX = mean(xs)
  const meanY = mean(ys)
  const dx = xs.map((x) => x - meanX)
  const squares = sum(dx.map((d) => d * d))
  const perStep = sum(dx.map((d, i) => d * (ys[i]! - meanY))) / squares
  const scores = dx.map((d, i) => d * (ys[i]! - meanY - perStep * d))
  const error = Math.sqrt((longRunVariance(scores) * n) / (n - 2)) / squares
  const margin = studentT975(n - 2) * error
  return { perStep, low: perStep - margin, high: perStep + margin }
}

/** Of a sum: the variance, and the covariance with those shortly before, the less the further. */
function longRunVariance(scores: readonly number[]): number {
  const lags = Math.ceil(1.3 * Math.sqrt(scores.length))
  let total = 0
  for (let lag = 0; lag <= lags; lag++) {
    const weight = lag === 0 ? 1 : 2 * (1 - lag / (lags + 1))
    total += weight * sum(scores.slice(lag).map((score, i) => score * scores[i]!))
  }
  return Math.max(0, total)
}

/** Student's t at 97.5 %, by Hill's expansion (1970), right to a hundredth from 3 degrees on. */
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

function mean(values: readonly number[]): number {
  return sum(values) / values.length
}
