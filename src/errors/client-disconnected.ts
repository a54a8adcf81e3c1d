import type { Closure } from '../types/index.js'
import { hasBrand, setBrand } from './brand.js'
import { ExchangeError, type ExchangeErrorInit } from './exchange-error.js'

const code = 'ERR_CLIENT_DISCONNECTED'

/**
 * The client hung up before it had the whole answer. It is the `reason` of the exchange's signal.
 * Its `name` is `'AbortError'`, as the web platform calls it, so that libraries which look at
 * `signal.reason.name` treat it as a cancellation.
 *
 * @example
 * ```ts
 * abortSignal(req).addEventListener('abort', () => {
 *   if (isClientDisconnectedError(abortSignal(req).reason)) job.cancel()
 * })
 * ```
 */
export class ClientDisconnectedError extends ExchangeError {
  override readonly name = 'AbortError'
  readonly code = code
  /** How the client closed. */
  readonly closure: Closure

  constructor(init: ExchangeErrorInit & { readonly closure: Closure }) {
    super(`The client disconnected while the exchange was ${init.phase}`, init)
    this.closure = init.closure
  }
}
setBrand(ClientDisconnectedError.prototype, code)

/** True for a {@link ClientDisconnectedError}, also of another copy of the package. */
export function isClientDisconnectedError(value: unknown): value is ClientDisconnectedError {
  return hasBrand(value, code)
}
