import { hasBrand, setBrand } from './brand.js'
import { ExchangeError, type ExchangeErrorInit } from './exchange-error.js'

const code = 'ERR_REQUEST_TIMEOUT'

/** What a {@link RequestTimeoutError} tells beside the rest. */
export interface RequestTimeoutInit extends ExchangeErrorInit {
  readonly limit: string
  readonly limitMs: number
  readonly elapsedMs: number
  readonly status: 408 | 503 | 504
}

/** How long the client should wait before it asks again, in seconds (RFC 9110, 10.2.3). */
const RETRY_AFTER = '1'

/**
 * A limit of `requestTimeout` passed. It carries `status`, `expose` and `headers`, the properties
 * that finalhandler and the users of http-errors read, so that an application without
 * `errorHandler` answers rightly as well: 503, or 504 where the policy says so, or 408 where it was
 * the client that owed the rest of its request. Its `name` is `'TimeoutError'`, as the web
 * platform's.
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
  readonly status: 408 | 503 | 504
  /** The same as `status`, under the other name that is read. */
  readonly statusCode: 408 | 503 | 504
  /** The message may be shown to the client. */
  readonly expose = true
  /** `Retry-After`; none with 408, which the client may repeat at once. */
  readonly headers: Readonly<Record<string, string>>
  /** Which limit passed, by its option's name. */
  readonly limit: string
  /** The limit that passed, in milliseconds; of a rate, its grace period. */
  readonly limitMs: number
  /** How long the exchange had been running, in milliseconds. */
  readonly elapsedMs: number

  constructor(init: RequestTimeoutInit) {
    super(messageOf(init), init)
    this.status = this.statusCode = init.status
    this.headers = init.status === 408 ? {} : { 'Retry-After': RETRY_AFTER }
    this.limit = init.limit
    this.limitMs = init.limitMs
    this.elapsedMs = init.elapsedMs
  }
}
setBrand(RequestTimeoutError.prototype, code)

/** True for a {@link RequestTimeoutError}, also of another copy of the package. */
export function isRequestTimeoutError(value: unknown): value is RequestTimeoutError {
  return hasBrand(value, code)
}

function messageOf({ limit, limitMs }: RequestTimeoutInit): string {
  const ms = `${String(limitMs)} ms`
  switch (limit) {
    case 'receiveMs':
      return `The request was not complete within ${ms}`
    case 'idleMs':
      return `Nothing moved for ${ms}`
    case 'minReceiveRate':
      return 'The request came too slowly'
    case 'minSendRate':
      return 'The response was read too slowly'
    default:
      return `The request took longer than ${ms}`
  }
}
