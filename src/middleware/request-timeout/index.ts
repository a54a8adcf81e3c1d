import { watchOutgoing } from '../../attribution/index.js'
import { checkDuration } from '../../errors/index.js'
import { DeadlineQueue, track, type Reporting } from '../../exchange/index.js'
import type { Middleware } from '../abort-detection/index.js'
import { reportingFrom } from '../reporting.js'
import { expire } from './expire.js'

/**
 * Gives the handler `ms` milliseconds, from the start of the exchange, until the response header is
 * out. After that the signal is aborted with a `RequestTimeoutError`, the same error goes to
 * `next(err)`, where `errorHandler` or an error handler of the application's own answers 503, and
 * the response is sealed: what the handler writes later is dropped.
 *
 * Mounted globally or on a route; the nearest to the route wins, longer or shorter.
 *
 * @param ms - The limit in milliseconds, from 1 to 2^31 - 1.
 * @throws HangupError `ERR_HANGUP_OPTION` where `ms` is no such number.
 * @example
 * ```ts
 * app.use(requestTimeout(29_000))
 * app.get('/export', requestTimeout(120_000), exportAll)
 * ```
 */
export function requestTimeout(ms: number): Middleware {
  return timeoutWith(ms, reportingFrom({}))
}

/** The middleware, sharing the observers of an instance. */
export function timeoutWith(ms: number, reporting: Reporting): Middleware {
  const queue = new DeadlineQueue(checkDuration('requestTimeout', ms))
  watchOutgoing()
  return function requestTimeout(req, res, next) {
    const exchange = track(req, res, reporting)
    if (exchange.ending === null && exchange.expired === null) {
      exchange.deadline.arm(queue, expire, next)
    }
    next()
  }
}
