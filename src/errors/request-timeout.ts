import { hasBrand, setBrand } from './brand.js'
import { ExchangeError, type ExchangeErrorInit } from './exchange-error.js'

const code = 'ERR_REQUEST_TIMEOUT'

/**
 * A limit of `requestTimeout` passed. It carries `status`, `expose` and `headers`, the properties
 * that finalhandler and the users of http-errors read, so that an application without
 * `errorHandler` answers 503 as well. Its `name` is `'TimeoutError'`, as the web platform's.
 *
 * @example
 * ```ts
 * app.use((err, req, res, next) => {
 *   if (!isRequestTimeoutError(err)) return next(err)
 *   res.status(err.status).set(err.headers).render('too-slow')
 * })
 * ```
 */
export class RequestTimeoutError extends ExchangeError {
  override readonly name = 'TimeoutError'
  readonly code = code
  readonly status = 503
  readonly statusCode = 503
  /** The message may be shown to the client. */
  readonly expose = true
  /** RFC 9110, 10.2.3: how long the client should wait before it asks again, in seconds. */
  readonly headers: Readonly<Record<string, string>> = { 'Retry-After': '1' }
  /** The limit that passed, in milliseconds. */
  readonly limitMs: number
  /** How long the exchange had been running, in milliseconds. */
  readonly elapsedMs: number

  constructor(init: ExchangeErrorInit & { readonly limitMs: number; readonly elapsedMs: number }) {
    super(`The request took longer than ${String(init.limitMs)} ms`, init)
    this.limitMs = init.limitMs
    this.elapsedMs = init.elapsedMs
  }
}
setBrand(RequestTimeoutError.prototype, code)

/** True for a {@link RequestTimeoutError}, also of another copy of the package. */
export function isRequestTimeoutError(value: unknown): value is RequestTimeoutError {
  return hasBrand(value, code)
}
