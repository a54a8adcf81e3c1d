import type { Observer } from '../types/index.js'
import type { ExpiryAction } from './deadline/deadline.js'
import type { AnyRequest } from './http-types.js'

/**
 * Whom an exchange tells, and how it describes its request. The middleware gives it: what belongs
 * to Express (the route's pattern, `trust proxy`) is known there.
 */
export interface Reporting {
  readonly observers: readonly Observer[]
  /** What happens when a limit passes that a handler set itself. */
  readonly expire: ExpiryAction
  /** The pattern of the matched route, or null. */
  routeOf(req: AnyRequest): string | null
  /** The path without its query, safe to log. */
  pathOf(req: AnyRequest): string
  /** The client's address as it may be logged, or null; `peer` is the connection's. */
  addressOf(req: AnyRequest, peer: string | undefined): string | null
  /** The id that other systems know the request by; absent where nobody wants it. */
  requestIdOf?(req: AnyRequest): string | undefined
}

/** The observers of both, each once. Returns `a` itself where `b` adds none. */
export function union(a: readonly Observer[], b: readonly Observer[]): readonly Observer[] {
  if (a === b || b.length === 0) return a
  const added = b.filter((observer) => !a.includes(observer))
  return added.length === 0 ? a : [...a, ...added]
}
