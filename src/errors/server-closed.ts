import { hasBrand, setBrand } from './brand.js'
import { ExchangeError, type ExchangeErrorInit } from './exchange-error.js'

const code = 'ERR_SERVER_CLOSED'

/**
 * This server ended the exchange: it shut down, one of Node's own limits passed, or the application
 * destroyed the response. Its `name` is `'AbortError'`.
 *
 * @example
 * ```ts
 * if (isServerClosedError(abortSignal(req).reason)) requeue(job)
 * ```
 */
export class ServerClosedError extends ExchangeError {
  override readonly name = 'AbortError'
  readonly code = code

  constructor(init: ExchangeErrorInit) {
    super(`The server closed the connection while the exchange was ${init.phase}`, init)
  }
}
setBrand(ServerClosedError.prototype, code)

/** True for a {@link ServerClosedError}, also of another copy of the package. */
export function isServerClosedError(value: unknown): value is ServerClosedError {
  return hasBrand(value, code)
}
