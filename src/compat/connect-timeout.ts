import type { IncomingMessage } from 'node:http'
import { checkBoolean, checkOptions } from '../errors/index.js'
import {
  Limits,
  track,
  type AnyRequest,
  type Exchange,
  type NextFunction,
  type Passed,
} from '../exchange/index.js'
import type { Middleware } from '../middleware/index.js'
import { expireWith, reportingFrom } from '../middleware/internal.js'
import { durationMs } from './duration.js'
import { ResponseTimeoutError } from './response-timeout-error.js'

/** What connect-timeout puts on a request. */
interface TimedRequest {
  timedout: boolean
  clearTimeout: () => void
}

/** Options of connect-timeout. */
interface TimeoutOptions {
  /**
   * Whether the timeout goes to `next` as an error; else only `'timeout'` is emitted on the request.
   * @default true
   */
  readonly respond?: boolean
}

/**
 * A drop-in for connect-timeout: `req.timedout`, `req.clearTimeout()`, the `'timeout'` event on the
 * request, and a 503 error with `code: 'ETIMEDOUT'` and `timeout`. Beside what that documents, the
 * exchange's signal is aborted and the late handler's writes are dropped.
 *
 * @param time - Milliseconds, or a string such as `'5s'`; 5 s by default.
 * @throws HangupError `ERR_HANGUP_OPTION` for a string that is no duration.
 * @example
 * ```js
 * const timeout = require('express-hangup/connect-timeout')
 * app.use(timeout('5s'))
 * ```
 */
function timeout(time: number | string = 5000, options: Readonly<TimeoutOptions> = {}): Middleware {
  const delayMs = durationMs(time)
  checkOptions('timeout', options, ['respond'])
  const respond = checkBoolean('respond', options.respond ?? true)
  const limits = new Limits({ responseMs: delayMs })
  const reporting = reportingFrom({})
  const expire = (exchange: Exchange, passed: Passed, next: NextFunction | null): void => {
    if (exchange.link.departure() !== null) return
    const req = exchange.req as AnyRequest & TimedRequest
    req.timedout = true
    if (respond) {
      expireWith(exchange, passed, next, (error) => new ResponseTimeoutError(delayMs, error))
    }
    ;(req as IncomingMessage).emit('timeout', delayMs)
  }
  return function timeout(req, res, next) {
    const exchange = track(req, res, reporting)
    const timed = req as AnyRequest & TimedRequest
    timed.timedout = false
    timed.clearTimeout = () => {
      exchange.deadline.clear()
    }
    exchange.deadline.arm(limits, expire, next)
    next()
  }
}

export = timeout
