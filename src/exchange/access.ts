import { HangupError } from '../errors/index.js'
import type { Exchange } from './exchange.js'
import type { AnyRequest, AnyResponse } from './http-types.js'
import type { Reporting } from './reporting.js'
import { completedExchange } from './settled.js'
import { state } from './state.js'
import { find, linkOf, requestOf, responseOf } from './track.js'

/**
 * The exchange of a request or a response: its `phase`, `startedAt`, `signal`, `deadline`,
 * `outcome`, `record`, and `onSettled(listener)`. After it settled it is still there, frozen.
 *
 * @throws HangupError `ERR_HANGUP_NO_EXCHANGE` where no middleware of this package has seen the request.
 * @example
 * ```ts
 * app.get('/report', async (req, res) => {
 *   exchangeOf(req).onSettled((record) => metrics.observe(record.ageMs))
 *   res.json(await report())
 * })
 * ```
 */
export function exchangeOf(message: AnyRequest | AnyResponse): Exchange {
  const exchange = peekExchange(message)
  if (exchange !== undefined) return exchange
  throw new HangupError(
    'ERR_HANGUP_NO_EXCHANGE',
    'No exchange is known for this request: mount abortDetection() before the middleware that asks',
  )
}

/**
 * Like {@link exchangeOf}, but undefined where no middleware of this package has seen the request.
 *
 * @example
 * ```ts
 * const phase = peekExchange(req)?.phase ?? 'unknown'
 * ```
 */
export function peekExchange(message: AnyRequest | AnyResponse): Exchange | undefined {
  const req = requestOf(message)
  if (req === null) return undefined
  const res = message === req ? responseOf(req) : (message as AnyResponse)
  const exchange = find(req, res) ?? overExchange(req, res)
  if (exchange?.ending === null && !exchange.asked) {
    exchange.asked = true
    state.byRequest.set(req, exchange)
    exchange.link.follow(exchange)
    exchange.link.peerAddress()
  }
  return exchange ?? undefined
}

/**
 * The signal of an exchange, made on first use: it aborts when the client leaves, a limit passes or
 * the server closes, with a `ClientDisconnectedError`, `RequestTimeoutError` or `ServerClosedError`
 * as its reason; never on an exchange that completed. Who asks late gets it aborted already.
 *
 * @throws HangupError `ERR_HANGUP_NO_EXCHANGE` where no middleware of this package has seen the request.
 * @example
 * ```ts
 * app.get('/report', async (req, res) => {
 *   const upstream = await fetch(url, { signal: abortSignal(req) })
 *   res.json(await upstream.json())
 * })
 * ```
 */
export function abortSignal(message: AnyRequest | AnyResponse): AbortSignal {
  return exchangeOf(message).signal
}

/**
 * An exchange that completed before anybody asked left nothing behind, and one that ended badly is
 * found. So a request that its link does not know either completed or never came this way, which
 * the response tells. Without one the request is taken for completed.
 */
function overExchange(req: AnyRequest, res: AnyResponse | undefined): Exchange | null {
  const link = linkOf(req, res)
  if (link === undefined || (res !== undefined && !link.hasSeen(res))) return null
  return completedExchange(req, unheard)
}

const unheard: Reporting = {
  observers: [],
  expire: () => undefined,
  routeOf: () => null,
  pathOf: () => '',
  addressOf: () => null,
}
