/** ln(n!) for the numbers that samples have; beyond, Stirling's series is exact enough. */
const factorials = logFactorials(4096)

function logFactorials(size: number): Float64Array {
  const table = new Float64Array(size)
  for (let n = 2; n < size; n++) table[n] = (table[n - 1] ?? 0) + Math.log(n)
  return table
}

function logFactorial(n: number): number {
  if (n < factorials.length) return factorials[n] ?? 0
  return n * Math.log(n) - n + Math.log(2 * Math.PI * n) / 2 + 1 / (12 * n)
}

/**
 * The logarithm of the chance that of `n` independent events, each of which falls into a window
 * with chance `p`, `k` or more do (the binomial's upper tail). 0 where `k` is not above the mean.
 */
export function logBinomialTail(k: number, n: number, p: number): number {
  if (k <= n * p || k > n) return k > n ? -Infinity : 0
  const first =
    logFactorial(n) -
    logFactorial(k) -
    logFactorial(n - k) +
    k * Math.log(p) +
    (n - k) * Math.log1p(-p)
  // Above the mean each term is smaller than the one before it by a shrinking factor.
  const odds = p / (1 - p)
  let term = 1
  let sum = 1
  for (let i = k; i < n && term > sum * 1e-12; i++) {
    term *= ((n - i) / (i + 1)) * odds
    sum += term
  }
  return Math.min(0, first + Math.log(sum))
}
