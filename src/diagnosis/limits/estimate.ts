import { knownLimits } from '../../known-limits/index.js'
import type { FoundPile } from './piles.js'

/** How near a limit has to be named: 1 %, or 0.1 s where that is more. */
export function toleranceMs(limitMs: number): number {
  return Math.max(limitMs * 0.01, 100)
}

/** The progress clock of our own records makes idle gaps short by up to this. */
const IDLE_SHORT_MS = 250

/**
 * The limit behind a pile. Timers pass late, never early, so of a wide pile the limit is its lower
 * edge; of a narrow one it is the middle. Idle gaps are told short by the progress clock, so there
 * it lies within. A round number, or a known limit, within what the clocks leave open is taken for
 * what somebody has set.
 */
export function limitOf(
  pile: Pick<FoundPile, 'from' | 'to' | 'basis' | 'clockMs'>,
  middle: number,
): number {
  const { from, to, basis, clockMs } = pile
  const narrow = to - from <= toleranceMs(from)
  if (basis === 'idle' && !narrow) {
    const near = Math.min(to, from + IDLE_SHORT_MS)
    return roundNear(near, IDLE_SHORT_MS) ?? near
  }
  const estimate = narrow ? middle : from
  return roundNear(estimate, Math.max(clockMs >= 1000 ? 0 : 60, estimate * 0.004)) ?? estimate
}

/** A known limit within this reach, or else a round number. */
function roundNear(ms: number, reach: number): number | null {
  const known = knownLimits
    .flatMap(({ limitMs }) => limitMs ?? [])
    .filter((limitMs) => Math.abs(limitMs - ms) <= reach)
    .sort((a, b) => Math.abs(a - ms) - Math.abs(b - ms))
  if (known[0] !== undefined) return known[0]
  const step = ms < 2000 ? 100 : ms < 10_000 ? 500 : 1000
  const round = Math.round(ms / step) * step
  return Math.abs(round - ms) <= reach ? round : null
}
