/** What OpenTelemetry advises for durations of HTTP requests, in seconds. */
export const durationBuckets: readonly number[] = [
  0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
]

/**
 * The commonest limits of what stands in front of a server, or calls it, of those in
 * `src/known-limits/`: their clients leave at these ages.
 */
export const commonLimitsMs: readonly number[] = [
  5_000, 10_000, 15_000, 20_000, 29_000, 30_000, 55_000, 60_000, 100_000, 120_000, 230_000, 240_000,
  300_000,
]

/** Users who leave by themselves do so at any age; these tell the impatient from the patient. */
const coarse = [0.1, 1]

/**
 * Bounds in seconds that give each limit a narrow bucket of its own: a limit that stood on a bound
 * would have its departures on both sides of it, since a request takes some time to come and its
 * client's end some time to be heard of.
 */
export function ageBuckets(limitsMs: readonly number[]): number[] {
  const edges = limitsMs.flatMap((limitMs) => {
    const reachMs = reachOf(limitMs)
    return [limitMs - reachMs, limitMs + reachMs].map((ms) => Math.round(ms) / 1000)
  })
  return [...new Set([...coarse, ...edges])].filter((edge) => edge > 0).sort((a, b) => a - b)
}

function reachOf(limitMs: number): number {
  if (limitMs < 10_000) return limitMs / 20
  return limitMs < 100_000 ? 500 : 1_000
}
