import { url as inspectorUrl } from 'node:inspector'
import { watchOutgoing } from '../../attribution/index.js'
import {
  watchIncoming,
  type Exchange,
  type NextFunction,
  type Reporting,
} from '../../exchange/index.js'
import { track } from '../../exchange/track.js' // see abortDetection
import type { Middleware } from '../abort-detection/index.js'
import { proceed } from '../proceed.js'
import { reportingFrom } from '../reporting.js'
import { expire, expireAtOnce } from './expire.js'
import { definePolicy, isPolicy, type RequestTimeoutOptions, type TimeoutPolicy } from './policy.js'

/** What `requestTimeout` takes: milliseconds, options, or a policy. */
export type RequestTimeout = number | Readonly<RequestTimeoutOptions> | TimeoutPolicy

/**
 * Limits how long an exchange may take. A plain `n` means `{ responseMs: n, idleMs: n }`: the
 * response header must be out within `n` milliseconds, and after that, or before it while an upload
 * runs, something must move at least every `n` milliseconds as long as something is owed.
 *
 * When a limit passes, the signal is aborted with a `RequestTimeoutError`. Before the header is out
 * the same error goes to `next(err)`, where `errorHandler` or an error handler of the application's
 * own answers; after it the connection is cut. Either way the response is sealed: what the handler
 * writes later is dropped.
 *
 * Mounted globally or on a route; the nearest to the route wins, longer or shorter.
 *
 * @throws HangupError `ERR_HANGUP_OPTION` for an unknown option, or a bad value.
 * @example
 * ```ts
 * app.use(requestTimeout(29_000))
 * app.get('/export', requestTimeout({ responseMs: 120_000, idleMs: 30_000 }), exportAll)
 * app.get('/events', requestTimeout.disabled(), events)
 * ```
 */
export function requestTimeout(limits: RequestTimeout): Middleware {
  return timeoutWith(limits, reportingFrom({}))
}

/**
 * Takes every limit out of force for what comes after it.
 *
 * @example
 * ```ts
 * app.get('/events', requestTimeout.disabled(), events)
 * ```
 */
requestTimeout.disabled = function disabled(): Middleware {
  const reporting = reportingFrom({})
  return function requestTimeoutDisabled(req, res, next) {
    track(req, res, reporting).deadline.clear()
    proceed(next)
  }
}

/** The middleware, sharing the observers of an instance. */
export function timeoutWith(limits: RequestTimeout, reporting: Reporting): Middleware {
  const policy = isPolicy(limits) ? limits : definePolicy(limits)
  watchOutgoing()
  watchIncoming()
  return function requestTimeout(req, res, next) {
    const exchange = track(req, res, reporting)
    if (isArmed(policy, exchange, next)) proceed(next)
  }
}

/** Puts the policy in force; false where its limit had passed already, in a queue in front. */
function isArmed(policy: TimeoutPolicy, exchange: Exchange, next: NextFunction): boolean {
  const { deadline } = exchange
  if (exchange.ending !== null || exchange.expired !== null) return true
  if (policy.offWhileDebugging && inspectorUrl() !== undefined) {
    deadline.clear()
    return true
  }
  const budget = policy.budget === null ? null : policy.budget(exchange)
  if (budget === null) {
    deadline.arm(policy.limits, expire, next)
    return true
  }
  deadline.arm(policy.limits, expire, next, budget)
  if (deadline.remainingMs > 0) return true
  deadline.arm(policy.limits, expireAtOnce, next, budget)
  deadline.fire()
  return false
}
