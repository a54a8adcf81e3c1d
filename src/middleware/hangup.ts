import { checkOptions } from '../errors/index.js'
import { detectWith, type Middleware } from './abort-detection/index.js'
import {
  errorsWith,
  policyFrom,
  policyKeys,
  type ErrorMiddleware,
  type ErrorPolicy,
} from './error-handler/index.js'
import { reportingFrom, reportingKeys, type ReportingOptions } from './reporting.js'
import { timeoutWith, type RequestTimeout } from './request-timeout/index.js'

/** Options of {@link hangup}. */
export type HangupOptions = ErrorPolicy & ReportingOptions

/** The parts of the package, sharing one set of options and observers. */
export interface Hangup {
  /** `abortDetection`: mount it first. */
  readonly detect: Middleware
  /** `requestTimeout`: makes a middleware for milliseconds, options, or a policy. */
  readonly timeout: (limits: RequestTimeout) => Middleware
  /** `errorHandler`: mount it after the routes. */
  readonly errors: ErrorMiddleware
}

/**
 * One instance of it all, sharing options and observers.
 *
 * @param options - `observers`, `redactPath`, `address`, `requestId`, `timeouts`, `ambiguous`
 * @throws HangupError `ERR_HANGUP_OPTION` for an unknown option or a bad value.
 * @example
 * ```ts
 * const { detect, timeout, errors } = hangup({ observers: [winstonObserver(logger)] })
 * app.use(detect, timeout(29_000))
 * app.use(routes)
 * app.use(errors)
 * ```
 */
export function hangup(options: Readonly<HangupOptions> = {}): Hangup {
  checkOptions('hangup', options, [...policyKeys, ...reportingKeys])
  const reporting = reportingFrom(options)
  return {
    detect: detectWith(reporting),
    timeout: (limits) => timeoutWith(limits, reporting),
    errors: errorsWith(policyFrom(options), reporting),
  }
}
