import { markConsequence } from '../errors/index.js'

/** The error that connect-timeout gives to `next`, as http-errors makes it. */
export class ResponseTimeoutError extends Error {
  override readonly name = 'ServiceUnavailableError'
  readonly code = 'ETIMEDOUT'
  readonly status = 503
  readonly statusCode = 503
  readonly expose = false
  /** The limit that passed, in milliseconds. */
  readonly timeout: number

  constructor(timeout: number, cause: unknown) {
    super('Response timeout', { cause })
    this.timeout = timeout
    markConsequence(this)
  }
}
