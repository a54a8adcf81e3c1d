import { byApplication } from './departures.js'
import type { Exchange } from './exchange.js'
import type { Departure } from './link.js'

/**
 * The application ended the exchange itself: it destroyed the response, or the request before it
 * was read. Looked at before Node reacts to the end of the socket, since Node destroys both then.
 * A request that was read to its end destroys itself, which means nothing.
 */
export function localKill({ req, res }: Exchange): Departure | null {
  const killed = res.destroyed && !res.writableFinished ? res : killedRequest(req)
  if (killed === null) return null
  const error = killed.errored ?? null
  return error === null
    ? { origin: 'server', rule: 'response-destroyed', closure: 'none', error }
    : byApplication(error)
}

function killedRequest(req: Exchange['req']): Exchange['req'] | null {
  // `pipeline(req, target)` takes the socket off a request before it destroys it, so that the
  // response can still be sent: no kill.
  const spared = (req as { socket: unknown }).socket === null
  return req.destroyed && !req.readableEnded && !spared ? req : null
}
