/**
 * Where the seeds of a run begin. What is tuned by looking at misses is tuned on `tuning` seeds
 * only: figures are told of `judging` seeds.
 */
export function seedsOf(purpose: 'tuning' | 'judging', withoutLimits: boolean): number {
  return (purpose === 'tuning' ? 1_000_000 : 50_000_000) + (withoutLimits ? 10_000_000 : 0)
}
