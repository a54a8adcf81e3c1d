import type { Finding } from '../../types/index.js'
import { tally, weightOf, type Cases, type Claims } from '../cases.js'

/** A finding before its share and its place are known, with the cases it claims. */
export interface Draft extends Omit<Finding, 'share' | 'where'> {
  readonly claims: Claims
}

/** A draft of a cause that is no limit. */
export function draft(
  parts: Pick<Draft, 'cause' | 'claims' | 'evidence' | 'remedy' | 'confidence'> & Partial<Draft>,
): Draft {
  return { limitMs: null, basis: null, candidates: [], ...parts }
}

const MOST = 0.9
const MAX_NAMED = 5

/** Where the claimed cases are: the few names that hold nearly all of them; else nothing. */
export function whereOf(cases: Cases, claims: Claims): Finding['where'] {
  const total = weightOf(claims)
  const few = (tallied: Array<[string, number]>): string[] => {
    const names: string[] = []
    let sum = 0
    for (const [name, weight] of tallied) {
      if (names.length === MAX_NAMED) return []
      names.push(name)
      sum += weight
      if (sum >= total * MOST) return names
    }
    return []
  }
  return {
    routes: few(tally(cases, claims, ({ route }) => route)),
    clients: few(tally(cases, claims, ({ address }) => address)),
    agents: few(tally(cases, claims, ({ agent }) => agent)),
  }
}
