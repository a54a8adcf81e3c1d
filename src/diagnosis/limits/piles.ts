import type { Cases } from '../cases.js'
import type { Disconnect } from '../state/disconnect.js'
import { fitBlock } from '../statistics/edges.js'
import { scan, type Pile, type ScanPlan } from '../statistics/scan.js'
import type { Clocked } from './clocks.js'

export type Basis = 'age' | 'idle'

/** A pile of ages or idle gaps, and how unlikely it is by chance after all that was tried. */
export interface FoundPile extends Pile {
  readonly basis: Basis
  readonly clockMs: number
  /** The cases of the group that it was found in. */
  readonly inside: readonly number[]
  /** The logarithm of its chance, corrected for every window, width and group that was tried. */
  readonly logChance: number
}

/** A range whose cases were taken away: what is beside it only looks like a pile. */
export interface Hole {
  readonly from: number
  readonly to: number
}

/** Below this people's own reactions and short answers are as narrow as limits. */
const SHORTEST_MS = 150
/** Timers of clients pass late by up to this. */
const LATE_MS = 550
const WIDTHS_MS = [4, 10, 25, 60, 150, 300, LATE_MS, 1200, 3000]
const LEAST = 8
/** A group's name, to look for a limit that only some cases have. */
const dimensions: ReadonlyArray<(each: Disconnect) => string> = [
  () => 'all',
  ({ agent }) => agent,
  ({ route }) => route,
  ({ phase }) => phase,
  ({ closure }) => closure,
  ({ via }) => via.join(),
]

/** The least likely pile of all groups and both bases; null where chance explains each. */
export function findPile(
  cases: Cases,
  clocked: readonly Clocked[],
  open: (index: number, basis: Basis) => boolean,
  holes: Readonly<Record<Basis, readonly Hole[]>>,
  falsePositiveRate: number,
): FoundPile | null {
  let best: Omit<FoundPile, 'logChance'> | null = null
  let tests = 0
  for (const { clockMs, indices } of clocked) {
    for (const basis of ['age', 'idle'] as const) {
      const usable = indices.filter(
        (index) => (cases.at(index)[basis] ?? 0) >= SHORTEST_MS && open(index, basis),
      )
      for (const group of groupsOf(cases, usable)) {
        const values = Float64Array.from(group, (index) => cases.at(index)[basis] ?? 0).sort()
        const scanned = scan(values, planFor(clockMs, holes[basis]))
        tests += scanned.tests
        const pile = scanned.best
        if (pile === null || (best !== null && pile.logP >= best.logP)) continue
        const floor = pile.expected / (pile.to - pile.from + Math.max(clockMs, 1))
        const block = fitBlock(values, pile.from, pile.to, clockMs, floor)
        const inside = group.filter((index) => {
          const value = cases.at(index)[basis] ?? NaN
          return value >= block.from && value <= block.to
        })
        best = { ...pile, ...block, basis, clockMs, inside }
      }
    }
  }
  if (best === null) return null
  const logChance = best.logP + Math.log(tests)
  return logChance < Math.log(falsePositiveRate) ? { ...best, logChance } : null
}

function groupsOf(cases: Cases, indices: readonly number[]): number[][] {
  return dimensions.flatMap((nameOf, dimension) => {
    const groups = new Map<string, number[]>()
    for (const index of indices) {
      const name = nameOf(cases.at(index))
      const group = groups.get(name)
      if (group === undefined) groups.set(name, [index])
      else group.push(index)
    }
    // A single group is that of all, again.
    if (dimension > 0 && groups.size === 1) return []
    return [...groups.values()].filter((group) => group.length >= LEAST)
  })
}

function planFor(clockMs: number, holes: readonly Hole[]): ScanPlan {
  return {
    widths: [
      ...new Set(WIDTHS_MS.map((width) => Math.floor(width / (clockMs || 1)) * (clockMs || 1))),
    ],
    fits: (start, width) =>
      start >= clockMs * (width > 0 && clockMs >= 100 ? 4 : 2) &&
      !holes.some(({ from, to }) => {
        const wide = width + clockMs
        return start + width + wide >= from && start - wide <= to
      }) &&
      width <= Math.max(start >= 900 ? LATE_MS : start * 0.15, start * 0.012, clockMs),
    flank: (start, width) => {
      const wide = width + clockMs
      const least = clockMs >= 100 && start < clockMs * 20 ? 2 : 3
      return wide * Math.ceil(Math.max(least, Math.min(20, (start * 0.1) / wide)))
    },
    clock: clockMs,
    least: LEAST,
    ratio: (start, width) => {
      // A few steps of a coarse clock are as wide as people's own spread.
      if (clockMs >= 100 && start < clockMs * 10)
        return width > 0 ? 4 : start >= clockMs * 4 ? 1.8 : 2.5
      return width > start * 0.15 ? 3 : 1.8
    },
  }
}
