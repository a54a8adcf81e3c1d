import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerResponse } from 'node:http2'
import { Duplex } from 'node:stream'
import { DetachedLink } from './detached-link.js'
import type { Exchange } from './exchange.js'
import { isHttp2Request, type AnyRequest, type AnyResponse } from './http-types.js'
import { Http1Link } from './http1-link.js'
import { Http2Link } from './http2-link.js'
import { takeStarted } from './incoming.js'
import type { Link } from './link.js'
import { linkOn, putLink } from './link-place.js'
import { keepLive } from './live.js'
import { union, type Reporting } from './reporting.js'
import { settledExchange } from './settled.js'
import { state } from './state.js'

/** The exchange of a request, made where there is none yet. Its observers are joined to `reporting`'s. */
export function track(req: AnyRequest, res: AnyResponse, reporting: Reporting): Exchange {
  const socket = takeStarted(req, res)
  if (socket !== null) return beginOn(socket, req, res, reporting, true)
  const found = find(req, res)
  if (found === null) {
    return isOver(req, res) ? settledExchange(req, res, reporting) : begin(req, res, reporting)
  }
  if (found.reporting !== reporting && found.ending === null) join(found, reporting)
  return found
}

/** The exchange of a request, where one is known. */
export function find(req: AnyRequest, res?: AnyResponse): Exchange | null {
  const { recent } = state
  if (recent !== null && recent.req === req) return recent
  return linkOf(req, res ?? responseOf(req))?.find(req) ?? state.byRequest.get(req) ?? null
}

/** Where Express has put the response. */
export function responseOf(req: AnyRequest): AnyResponse | undefined {
  return (req as { res?: AnyResponse }).res
}

/**
 * A request has no socket where an adapter gave it none, and where `pipeline(req, target)` took it
 * off to spare the response, which has it still.
 */
export function linkOf(req: AnyRequest, res: AnyResponse | undefined): Link | undefined {
  if (isHttp2Request(req)) return linkOn(req.stream)
  return linkOn((req as { socket?: object | null }).socket ?? res?.socket)
}

/**
 * True for a response that is over on a connection that lives on. On a dead one the socket has
 * more to tell, and Node 20 and 22 call a response finished that nobody received.
 */
export function isOver(req: AnyRequest, res: AnyResponse): boolean {
  // Each request comes here: what is neither ended nor destroyed is not over.
  if (!res.writableEnded && !(res as ServerResponse).destroyed) return false
  if (isHttp2Request(req)) return false
  const { socket } = req as { socket?: { destroyed?: boolean } | null }
  if (socket?.destroyed === true) return false
  return res.writableFinished || (res as ServerResponse).closed
}

/** The request of a message; null where it cannot be known. */
export function requestOf(message: AnyRequest | AnyResponse): AnyRequest | null {
  if ('headers' in message && 'method' in message) return message
  return (message as { req?: AnyRequest }).req ?? null
}

function begin(req: AnyRequest, res: AnyResponse, reporting: Reporting): Exchange {
  if (isHttp2Request(req)) {
    const link = new Http2Link(req.stream)
    putLink(req.stream, link)
    return keepLive(link.begin(req, res as Http2ServerResponse, reporting))
  }
  return beginOn(req.socket, req, res, reporting, false)
}

/** `told` where the server will tell when the response is out. */
function beginOn(
  socket: object | null | undefined,
  req: AnyRequest,
  res: AnyResponse,
  reporting: Reporting,
  told: boolean,
): Exchange {
  let link = linkOn(socket)
  if (link === undefined) {
    if (!(socket instanceof Duplex)) return new DetachedLink().begin(req, res, reporting)
    putLink(socket, (link = new Http1Link(socket)))
  }
  const exchange = (link as Http1Link).begin(
    req as IncomingMessage,
    res as ServerResponse,
    reporting,
    told,
  )
  return keepLive(exchange)
}

/** A second middleware with observers of its own must not lose them, nor count anything twice. */
function join(exchange: Exchange, added: Reporting): void {
  const observers = union(exchange.reporting.observers, added.observers)
  if (observers !== exchange.reporting.observers) {
    exchange.reporting = { ...exchange.reporting, observers }
  }
}
