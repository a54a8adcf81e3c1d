import type { Http2Session } from 'node:http2'
import { byLoss, byShutdown } from './departures.js'
import type { Exchange } from './exchange.js'
import type { Http1Link } from './http1-link.js'
import { peekSession } from './http2-session.js'
import { linkOn } from './link-place.js'

/** Why this process ends a connection as a whole. */
export type EndReason = 'shutdown' | 'loss'

const departures = { shutdown: byShutdown, loss: byLoss }

/** The exchanges on a socket of HTTP/1 that have not settled, in the order of their requests. */
export function exchangesOn(socket: object): readonly Exchange[] {
  return http1Link(socket)?.exchanges() ?? []
}

/** True where an exchange on this HTTP/2 connection has not settled. */
export function hasExchanges(session: Http2Session): boolean {
  return (peekSession(session)?.inFlight ?? 0) > 0
}

/** Destroys a socket of HTTP/1. Its exchanges settle, and tell why. */
export function cutSocket(socket: { destroy(): unknown }, reason: EndReason): void {
  const link = http1Link(socket)
  if (link === undefined) socket.destroy()
  else link.cut(departures[reason])
}

/** Destroys an HTTP/2 connection. Its exchanges settle, and tell why. */
export function cutSession(session: Http2Session, reason: EndReason): void {
  const info = peekSession(session)
  if (info?.destroyed === false) info.ended = departures[reason]
  session.destroy()
}

/** By what it can do: a link may be of another copy of the package. */
function http1Link(socket: object): Http1Link | undefined {
  const link = linkOn(socket)
  return link !== undefined && 'exchanges' in link ? (link as Http1Link) : undefined
}
