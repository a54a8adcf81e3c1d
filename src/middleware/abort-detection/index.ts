import { watchOutgoing } from '../../attribution/index.js'
import { checkOptions, warnOnce } from '../../errors/index.js'
import {
  hasBody,
  watchIncoming,
  type AnyRequest,
  type AnyResponse,
  type NextFunction,
  type Reporting,
} from '../../exchange/index.js'
// Itself: what an index passes on is looked up by name at each call, and this is each request's.
import { track } from '../../exchange/track.js'
import { proceed } from '../proceed.js'
import { reportingFrom, reportingKeys, type ReportingOptions } from '../reporting.js'

/** Options of {@link abortDetection}. */
export type AbortDetectionOptions = ReportingOptions

/** A middleware for Express, Connect, or a handler of plain `node:http`. */
export type Middleware = (req: AnyRequest, res: AnyResponse, next: NextFunction) => void

/**
 * Follows each exchange from here on, until it settles: whether the client got its answer, hung up,
 * and in which phase. Mount it first: what a middleware before it did is not seen, and a body
 * parser before it hides uploads that were cut.
 *
 * @param options - `observers`, `redactPath`, `address`, `requestId`
 * @throws HangupError `ERR_HANGUP_OPTION` for an unknown option or a bad value.
 * @example
 * ```ts
 * app.use(abortDetection({ observers: [winstonObserver(logger)] }))
 * ```
 */
export function abortDetection(options: Readonly<AbortDetectionOptions> = {}): Middleware {
  checkOptions('abortDetection', options, reportingKeys)
  return detectWith(reportingFrom(options))
}

/** The middleware over options that were checked. */
export function detectWith(reporting: Reporting): Middleware {
  watchOutgoing()
  watchIncoming()
  let looks = MAX_LOOKS
  return function abortDetection(req, res, next) {
    track(req, res, reporting)
    if (looks > 0) {
      looks--
      if (req.method !== 'GET' && req.readableEnded && hasBody(req)) warnAfterBody()
    }
    proceed(next)
  }
}

/** How many requests are looked at for a body that was read too early: the order never changes. */
const MAX_LOOKS = 1000

function warnAfterBody(): void {
  warnOnce(
    'WARN_HANGUP_AFTER_BODY',
    'abortDetection() stands behind a middleware that has read the body: it cannot see clients ' +
      'that leave during an upload. Mount it first.',
  )
}
