import { tally, weightOf, type Cases, type Claims } from '../cases.js'
import type { Basis } from './piles.js'

/** What is known of a limit that was found, to tell whose it is. Parts are from 0 to 1. */
export interface Sighting {
  readonly limitMs: number
  readonly clockMs: number
  readonly basis: Basis
  /** Nothing had moved since the start, so that age and idle gap are the same. */
  readonly basisOpen: boolean
  /** The limit is of who wrote the log, and not of its client. */
  readonly ofLogger: boolean
  readonly loggedBy: string
  /** Whether headers were looked at: a proxy's log does not tell them. */
  readonly headersTell: boolean
  readonly via: ReadonlyMap<string, number>
  readonly agents: ReadonlyMap<string, number>
  readonly phases: ReadonlyMap<string, number>
  readonly closures: ReadonlyMap<string, number>
}

/** Idle gaps are told to the coarseness of the progress clock. */
const SAME_MS = 300

export function sightingOf(
  cases: Cases,
  claims: Claims,
  found: Pick<Sighting, 'limitMs' | 'clockMs' | 'basis' | 'ofLogger'>,
): Sighting {
  const total = Math.max(1e-9, weightOf(claims))
  const parts = (word: Parameters<typeof tally>[2]): Map<string, number> =>
    new Map(tally(cases, claims, word).map(([name, weight]) => [name, weight / total]))
  const via = new Map<string, number>()
  let same = 0
  for (const [index, part] of claims) {
    const { age, idle, via: marks } = cases.at(index)
    for (const mark of marks) via.set(mark, (via.get(mark) ?? 0) + part / total)
    if (age === null || idle === null || Math.abs(age - idle) <= SAME_MS) same += part / total
  }
  const [loggedBy = ''] = parts((each) => each.loggedBy).keys()
  return {
    ...found,
    basisOpen: same > 0.9,
    loggedBy,
    headersTell: loggedBy === '',
    via,
    agents: parts((each) => each.agent),
    phases: parts((each) => each.phase),
    closures: parts((each) => each.closure),
  }
}
