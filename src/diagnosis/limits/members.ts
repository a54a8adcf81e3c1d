import type { Cases, Claims } from '../causes/cases.js'
import type { Basis, FoundPile } from './piles.js'

interface Stratum {
  readonly inside: number[]
  around: number
}

/**
 * Which cases belong to a pile, and how surely. Each agent, in each phase, is looked at by itself:
 * what is beyond its own neighbourhood belongs to the limit, so that people who leave at that age
 * by chance do not.
 */
export function membersOf(
  cases: Cases,
  indices: readonly number[],
  pile: FoundPile,
  spread: number,
): Claims {
  const { basis, clockMs } = pile
  const from = pile.from - Math.max(clockMs / 2, 1)
  const to = pile.to + Math.max(clockMs / 2, 1)
  const flank = (to - from) * spread
  const strata = new Map<string, Stratum>()
  for (const index of indices) {
    const value = valueOf(cases, index, basis)
    if (!(value >= from - flank && value < to + flank)) continue
    const { agent, phase } = cases.at(index)
    const key = `${agent} ${phase}`
    const stratum = strata.get(key) ?? { inside: [], around: 0 }
    strata.set(key, stratum)
    if (value >= from && value < to) stratum.inside.push(index)
    else stratum.around++
  }
  const claims: Claims = new Map()
  for (const { inside, around } of strata.values()) {
    const expected = around / (spread * 2)
    // Less than what chance brings is no sign of the limit among these.
    if (inside.length < expected + 2 * Math.sqrt(expected)) continue
    const part = 1 - expected / inside.length
    for (const index of inside) claims.set(index, part * cases.free(index))
  }
  return claims
}

export function valueOf(cases: Cases, index: number, basis: Basis): number {
  return cases.at(index)[basis] ?? NaN
}
