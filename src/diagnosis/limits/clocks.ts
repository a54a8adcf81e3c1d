import { clockOf } from '../statistics/clock.js'
import type { Cases } from '../cases.js'

/** Cases whose ages were taken with the same clock. */
export interface Clocked {
  readonly clockMs: number
  readonly indices: readonly number[]
}

/** What few limits there are at whole seconds cannot be spread over more seconds than this. */
const FEW = 6

/**
 * Tells ages in whole seconds from finer ones, where logs of two kinds were read together: taken
 * together each whole second would look like a pile.
 */
export function byClock(cases: Cases, indices: readonly number[]): Clocked[] {
  const age = (index: number): number => cases.at(index).age ?? 0
  const clockMs = clockOf(indices.map(age))
  if (clockMs >= 1000) return [{ clockMs, indices }]
  const seconds = new Map<number, number[]>()
  for (const index of indices) {
    if (age(index) < 1000 || age(index) % 1000 !== 0) continue
    seconds.set(age(index), [...(seconds.get(age(index)) ?? []), index])
  }
  const rest = [...seconds.values()].sort((a, b) => b.length - a.length).slice(FEW)
  const spread = rest.reduce((sum, group) => sum + group.length, 0)
  // A clock of 10 or 100 ms meets whole seconds more often by chance.
  if (spread <= indices.length * Math.max(0.02, clockMs / 250)) return [{ clockMs, indices }]
  const coarse = new Set([...seconds.values()].flat())
  const fine = indices.filter((index) => !coarse.has(index))
  return [
    { clockMs: 1000, indices: [...coarse] },
    { clockMs: clockOf(fine.map(age)), indices: fine },
  ]
}
