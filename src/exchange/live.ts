import type { Exchange } from './exchange.js'
import { state } from './state.js'

/**
 * The exchanges on real connections that have not settled, from the first call on. Nobody keeps
 * them before that, so that it costs nothing where nobody counts them.
 */
export function liveExchanges(): ReadonlySet<Exchange> {
  return (state.live ??= new Set())
}

/** Called when an exchange begins on a real connection, which will tell of its end. */
export function keepLive(exchange: Exchange): Exchange {
  // One that began after its client had left has settled already.
  if (exchange.ending !== null) return exchange
  state.recent = exchange
  state.live?.add(exchange)
  return exchange
}
