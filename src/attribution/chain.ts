import { property } from './safely.js'

/** Deeper chains and wider aggregates are cut: an error must not cost more than its request. */
const MAX_LINKS = 32

/**
 * An error with the errors it was caused by, outermost first. A cycle ends it.
 */
export function causesOf(error: unknown): unknown[] {
  const chain: unknown[] = []
  let link = error
  while (chain.length < MAX_LINKS && link !== undefined && link !== null && !chain.includes(link)) {
    chain.push(link)
    link = property(link, 'cause')
  }
  return chain
}

/** The parts of an `AggregateError`, or of what has its shape; null for any other error. */
export function partsOf(error: unknown): unknown[] | null {
  const parts = property(error, 'errors')
  try {
    if (!Array.isArray(parts) || parts.length === 0) return null
    return (parts as unknown[]).slice(0, MAX_LINKS)
  } catch {
    return null // a proxy of an array that throws
  }
}
