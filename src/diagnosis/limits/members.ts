import type { Cases, Claims } from '../cases.js'
import type { Basis, FoundPile } from './piles.js'

/** Windows on each side of a pile, beyond its shoulders, that tell what would be there without it. */
const SPREAD = 3

interface Stratum {
  /** The cases in the left shoulder, the pile itself, and the right shoulder. */
  readonly parts: readonly [number[], number[], number[]]
  around: number
}

/**
 * Which cases belong to a pile, and how surely. Each agent, in each phase, is looked at by itself:
 * what is beyond its own neighbourhood belongs to the limit, so that people who leave at that age
 * by chance do not. The shoulders are looked at apart from the pile: late timers thin out slowly.
 */
export function membersOf(cases: Cases, indices: readonly number[], pile: FoundPile): Claims {
  const { basis, clockMs } = pile
  const edges = edgesOf(pile)
  const flank = (edges[3] - edges[0]) * SPREAD
  const strata = new Map<string, Stratum>()
  for (const index of indices) {
    const value = valueOf(cases, index, basis)
    if (!(value >= edges[0] - flank && value < edges[3] + flank)) continue
    const { agent, phase } = cases.at(index)
    const key = `${agent} ${phase}`
    const stratum = strata.get(key) ?? { parts: [[], [], []], around: 0 }
    strata.set(key, stratum)
    const part = value < edges[0] || value >= edges[3] ? null : partOf(edges, value)
    if (part === null) stratum.around++
    else stratum.parts[part].push(index)
  }
  const claims: Claims = new Map()
  for (const { parts, around } of strata.values()) {
    parts.forEach((inside, part) => {
      const wide = (edges[part + 1] ?? 0) - (edges[part] ?? 0)
      const expected = (around / (flank * 2)) * Math.max(wide, clockMs)
      // Less than what chance brings is no sign of the limit among these.
      if (inside.length < expected + 2 * Math.sqrt(expected)) return
      for (const index of inside) {
        claims.set(index, (1 - expected / inside.length) * cases.free(index))
      }
    })
  }
  return claims
}

export function valueOf(cases: Cases, index: number, basis: Basis): number {
  return cases.at(index)[basis] ?? NaN
}

type Edges = readonly [number, number, number, number]

/** Where the left shoulder, the pile itself and the right shoulder begin, and where that ends. */
export function edgesOf({ from, to, clockMs }: FoundPile): Edges {
  const slack = Math.max(clockMs / 2, 1)
  const shoulder = Math.max((to - from) / 2, to * 0.001, 10)
  return [from - slack - shoulder, from - slack, to + slack, to + slack + shoulder]
}

function partOf(edges: Edges, value: number): 0 | 1 | 2 {
  return value < edges[1] ? 0 : value < edges[2] ? 1 : 2
}
