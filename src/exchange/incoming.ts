import { channel, subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Link } from './link.js'
import { linkOn } from './link-place.js'

/** What a server of HTTP/1 publishes when a request has come, and when its response is out. */
interface Incoming {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly socket: object
}

/** A link that wants to hear when a response is out: that of a socket. */
interface Listening extends Link {
  /** False for a response of which it knows nothing. */
  finished(res: ServerResponse): boolean
}

interface Watch {
  watching: boolean
  /** What a server began last, as long as nobody has taken it. */
  started: Incoming | null
  /** Responses that went out, of requests that nobody followed. */
  readonly unfollowed: WeakSet<object>
}

const starts = channel('http.server.request.start')

/**
 * One watch per process, kept with the channel itself: two copies of the package, or a test runner
 * that loads it anew for each file, would each add a subscriber.
 */
export const incoming = ((starts as unknown as Record<symbol, unknown>)[
  Symbol.for('express-hangup.incoming.2')
] ??= {
  watching: false,
  started: null,
  unfollowed: new WeakSet(),
} satisfies Watch) as Watch

/**
 * Learns from Node's own diagnostics channels which request a server has just begun, on which
 * socket, and when its response is out: in place of a listener on each response.
 *
 * It is also what spares each request to look at `req` and `res`. Express gives both another
 * prototype, and on Node 20 and 22 each of them then has a hidden class of its own: no inline
 * cache ever holds, and a property that is read for the first time costs as much as a good part of
 * the tracking.
 */
export function watchIncoming(): void {
  if (incoming.watching) return
  incoming.watching = true
  subscribe('http.server.request.start', (message) => {
    incoming.started = message as Incoming
  })
  subscribe('http.server.response.finish', (message) => {
    const { response, socket } = message as Incoming
    if (incoming.started?.response === response) incoming.started = null
    const link = linkOn(socket) as Listening | undefined
    if (link?.finished(response) !== true) incoming.unfollowed.add(response)
  })
}

/** The socket of what a server has begun last, where it is this request; null where it is another. */
export function takeStarted(req: object, res: object): object | null {
  const { started } = incoming
  if (started?.request !== req || started.response !== res) return null
  incoming.started = null
  return started.socket
}
