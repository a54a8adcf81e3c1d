import type { Exchange } from './exchange.js'
import type { Link } from './link.js'
import { state } from './state.js'

/**
 * The exchanges on real connections that have not settled, from the first call on. Nobody keeps
 * them before that, so that it costs nothing where nobody counts them; and what is kept are their
 * links, since a connection joins and leaves once for all of its requests.
 */
export function liveExchanges(): Exchange[] {
  state.live ??= new Set()
  return [...state.live].flatMap((link) => link.exchanges())
}

/** Called when an exchange begins on a real connection, which will tell of its end. */
export function keepLive(exchange: Exchange): Exchange {
  // One that began after its client had left has settled already.
  if (exchange.ending !== null) return exchange
  state.recent = exchange
  state.live?.add(exchange.link)
  return exchange
}

/** Called when a link will have no more exchanges. */
export function endLive(link: Link): void {
  state.live?.delete(link)
}
