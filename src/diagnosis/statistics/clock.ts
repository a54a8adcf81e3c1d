/**
 * The step of the clock that ages were taken with: 1000, 100 or 10 ms where nearly all are multiples
 * of it, else 1 ms, or 0 where they have fractions of it.
 */
export function clockOf(ages: readonly number[]): number {
  const long = ages.filter((age) => age > 0)
  if (long.length === 0) return 1
  for (const step of [1000, 100, 10, 1]) {
    const multiples = long.filter((age) => age % step === 0).length
    if (multiples >= long.length * 0.98) return step
  }
  return 0
}
