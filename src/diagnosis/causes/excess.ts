import { logBinomialTail } from '../statistics/tail.js'

/** How often some hang up, beside how often the others do. */
export interface Excess {
  /** Their rate of disconnects, as a multiple of the others'. */
  readonly ratio: number
  /** The logarithm of the chance of so many, were their rate that of the others. */
  readonly logChance: number
}

/**
 * Compares one name's disconnects with its completed exchanges, and both with those of all others.
 * Where completed exchanges are not told, a name is compared with what each would have, were all
 * alike.
 */
export function excessOf(
  cut: { readonly ours: number; readonly all: number; readonly names: number },
  completed: { readonly ours: number; readonly all: number },
): Excess {
  const ours = Math.round(cut.ours)
  if (completed.all === 0) {
    const alike = cut.all / Math.max(1, cut.names)
    return {
      ratio: ours / alike,
      logChance: logBinomialTail(ours, Math.round(cut.all), 1 / Math.max(2, cut.names)),
    }
  }
  // One more of each, so that a rate is known where there was none.
  const theirs = cut.all - cut.ours + 1
  const answered = completed.all - completed.ours + 1
  return {
    ratio: ours / (completed.ours + 1) / (theirs / answered),
    logChance: logBinomialTail(ours, ours + completed.ours, theirs / (theirs + answered)),
  }
}
