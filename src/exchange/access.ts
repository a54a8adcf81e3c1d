import { HangupError } from '../errors/index.js'
import type { Exchange } from './exchange.js'
import type { AnyRequest, AnyResponse } from './http-types.js'
import type { Reporting } from './reporting.js'
import { settledExchange } from './settled.js'
import { find, isOver, isTracked, requestOf } from './track.js'

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
  const exchange = find(message) ?? overExchange(message)
  if (exchange === null) return undefined
  if (exchange.ending === null) exchange.asked = true
  return exchange
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
 * An exchange that completed before anybody asked left nothing behind. Where its connection is
 * known and its response, or else its request, is over, it was that.
 */
function overExchange(message: AnyRequest | AnyResponse): Exchange | null {
  const req = requestOf(message)
  if (req === null || !isTracked(req)) return null
  const res = message === req ? (req as { res?: AnyResponse }).res : (message as AnyResponse)
  const over = res === undefined ? req.destroyed : isOver(req, res)
  return over ? settledExchange(req, res ?? null, unheard) : null
}

const unheard: Reporting = {
  observers: [],
  routeOf: () => null,
  pathOf: () => '',
  addressOf: () => null,
}
