import { property } from './safely.js'

/** Chains, aggregates and both in each other: an error must not cost more than its request. */
const MAX_ERRORS = 64

/** An error with what caused it: the parts that each must be the client's for it to be. */
export interface Causes {
  /** Chains of causes, outermost first: one, or for an aggregate one for each of its parts. */
  readonly chains: readonly (readonly unknown[])[]
  /** False where there was more than is looked at. */
  readonly whole: boolean
}

/**
 * Follows `cause`, and the `errors` of what has the shape of an `AggregateError`. An aggregate's own
 * cause counts as one more part. Cycles end a chain.
 */
export function causesOf(error: unknown): Causes {
  const walk = { left: MAX_ERRORS, whole: true }
  return { chains: chainsOf(error, walk, new Set()), whole: walk.whole }
}

interface Walk {
  left: number
  whole: boolean
}

function chainsOf(error: unknown, walk: Walk, seen: Set<unknown>): unknown[][] {
  const chain: unknown[] = []
  let link = error
  while (!seen.has(link)) {
    if (walk.left-- <= 0) {
      walk.whole = false
      break
    }
    seen.add(link)
    const parts = partsOf(link)
    if (parts !== null) {
      const cause = property(link, 'cause')
      const all = isNothing(cause) ? parts : [...parts, cause]
      if (parts.length > MAX_ERRORS) walk.whole = false
      return all.flatMap((part) => chainsOf(part, walk, seen)).map((part) => [...chain, ...part])
    }
    chain.push(link)
    const cause = property(link, 'cause')
    if (isNothing(cause)) break
    link = cause
  }
  return chain.length === 0 ? [] : [chain]
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null
}

/** The parts of an aggregate; null for any other error. */
function partsOf(error: unknown): unknown[] | null {
  const parts = property(error, 'errors')
  try {
    if (!Array.isArray(parts) || parts.length === 0) return null
    return (parts as unknown[]).slice(0, MAX_ERRORS + 1)
  } catch {
    return null // a proxy of an array that throws
  }
}
