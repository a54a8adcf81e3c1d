import { watchOutgoing } from '../attribution/index.js'
import { checkBoolean, checkOptions, HangupError } from '../errors/index.js'
import { Limits, track, watchIncoming, type AnyRequest, type Exchange } from '../exchange/index.js'
import type { Middleware } from '../middleware/index.js'
import { reportingFrom } from '../middleware/internal.js'
import { durationMs } from './duration.js'
import { expiryOf, type TimedRequest } from './expiry.js'

declare global {
  // The name under which Express' types, and those of connect-timeout, are added to.
  // eslint-disable-next-line @typescript-eslint/no-namespace -- there is no other way to add to it
  namespace Express {
    interface Request {
      /** Takes the limit out of force for this request. */
      clearTimeout(): void
      /** True once the limit has passed. */
      timedout: boolean
    }
  }
}

const DEFAULT_MS = 5_000

/**
 * A drop-in for connect-timeout: `req.timedout`, `req.clearTimeout()`, the `'timeout'` event on the
 * request, and a 503 error with `code: 'ETIMEDOUT'` and `timeout`. Beside what that documents, the
 * exchange's signal is aborted and the late handler's writes are dropped.
 *
 * @param time - Milliseconds, or a string such as `'5s'`, from here until the response header is
 *   out; 5 s by default.
 * @throws HangupError `ERR_HANGUP_OPTION` for a time that is no duration, an unknown option or a bad
 *   value.
 * @example
 * ```js
 * const timeout = require('express-hangup/connect-timeout')
 * app.use(timeout('5s'))
 * ```
 */
function timeout(
  time?: number | string | null,
  options?: Readonly<timeout.TimeoutOptions> | null,
): Middleware {
  checkNoRequest(time)
  const delayMs = durationMs(time ?? DEFAULT_MS)
  checkOptions('timeout', options ?? {}, ['respond'])
  const { respond = true } = options ?? {}
  const expire = expiryOf(delayMs, checkBoolean('respond', respond))
  const limits = new Limits({ responseMs: delayMs })
  const reporting = reportingFrom({})
  watchOutgoing()
  watchIncoming()
  return function timeout(req, res, next) {
    const exchange = track(req, res, reporting)
    const timed = req as AnyRequest & TimedRequest
    timed.clearTimeout = () => {
      exchange.deadline.clear()
    }
    // What has timed out stays so, for whoever looks behind a middleware that was late itself.
    timed.timedout = exchange.expired !== null
    if (exchange.ending === null && exchange.expired === null) {
      exchange.deadline.arm(limits, expire, next, sinceNow(exchange))
    }
    next()
  }
}

// eslint-disable-next-line @typescript-eslint/no-namespace -- `export =` has no other way to give a type along
namespace timeout {
  /** Options of connect-timeout. */
  export interface TimeoutOptions {
    /**
     * Whether the timeout goes to `next` as an error; else only `'timeout'` is emitted on the
     * request.
     * @default true
     */
    respond?: boolean | undefined
  }
}

/**
 * connect-timeout counts from where it is mounted, and our limits from the start of the exchange:
 * what has passed until now is given back. What a timer cannot tell is left, since the deadlines of
 * one duration share a queue.
 */
function sinceNow({ began }: Exchange): { spentMs: number; callerMs: number } | undefined {
  const spentMs = began - performance.now()
  return spentMs > -1 ? undefined : { spentMs, callerMs: Infinity }
}

/** `app.use(timeout)`, where `app.use(timeout())` was meant. */
function checkNoRequest(time: unknown): void {
  if (typeof time !== 'object' || time === null || !('headers' in time)) return
  throw new HangupError(
    'ERR_HANGUP_NOT_CALLED',
    "timeout was given a request; mount what it returns: app.use(timeout('5s'))",
  )
}

export = timeout
