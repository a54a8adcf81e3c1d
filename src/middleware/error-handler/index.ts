import { watchOutgoing } from '../../attribution/index.js'
import { checkOneOf, checkOptions } from '../../errors/index.js'
import type { AnyRequest, AnyResponse, NextFunction, Reporting } from '../../exchange/index.js'
import { reportingFrom, reportingKeys, type ReportingOptions } from '../reporting.js'
import { dealWith } from './deal-with.js'
import { markErrorHandler } from './mounted.js'
import { answerWithoutNext } from './without-next.js'

/** What an error handler does beside what it must. */
export interface ErrorPolicy {
  /**
   * Who answers a timeout of ours: this handler (`'answer'`), or the application's own handler
   * after it (`'next'`).
   * @default 'answer'
   */
  readonly timeouts?: 'answer' | 'next'
  /**
   * What becomes of an error that nothing proves to be the client's or the application's, where
   * nobody can be answered any more: `'next'` passes it on like a real one, `'report'` tells the
   * observers only.
   * @default 'next'
   */
  readonly ambiguous?: 'next' | 'report'
}

/** Options of {@link errorHandler}. */
export type ErrorHandlerOptions = ErrorPolicy & ReportingOptions

/** An error middleware for Express and Connect. */
export type ErrorMiddleware = (
  error: unknown,
  req: AnyRequest,
  res: AnyResponse,
  next: NextFunction,
) => void

export const policyKeys = ['timeouts', 'ambiguous'] as const

/**
 * Ends what is proven to be the client's hang-up: the observers are told, the response is ended, so
 * that sessions are saved and logs written, and nothing is rendered. It answers a timeout of ours.
 * Every other error goes to `next(err)` unchanged. Mount it after the routes and before the
 * application's own error handler.
 *
 * Without `abortDetection` before it, it sees the connection only after the fact, and proves less:
 * what it cannot prove goes to `next(err)`.
 *
 * @param options - `timeouts`, `ambiguous`, `observers`, `redactPath`, `address`, `requestId`
 * @throws HangupError `ERR_HANGUP_OPTION` for an unknown option or a bad value.
 * @example
 * ```ts
 * app.use(routes)
 * app.use(errorHandler())
 * app.use(renderErrorPage)
 * ```
 */
export function errorHandler(options: Readonly<ErrorHandlerOptions> = {}): ErrorMiddleware {
  checkOptions('errorHandler', options, [...policyKeys, ...reportingKeys])
  return errorsWith(policyFrom(options), reportingFrom(options))
}

/** Checks what belongs to the error handler. */
export function policyFrom({ timeouts, ambiguous }: ErrorPolicy): Required<ErrorPolicy> {
  return {
    timeouts: checkOneOf('timeouts', timeouts ?? 'answer', ['answer', 'next'] as const),
    ambiguous: checkOneOf('ambiguous', ambiguous ?? 'next', ['next', 'report'] as const),
  }
}

/** The middleware over options that were checked. */
export function errorsWith(policy: Required<ErrorPolicy>, reporting: Reporting): ErrorMiddleware {
  watchOutgoing()
  return markErrorHandler(function errorHandler(error, req, res, next) {
    if (dealWith(error, req, res, policy, reporting)) return
    // Called by hand, it may have been given no next.
    if (typeof next === 'function') next(error)
    else answerWithoutNext(error, res)
  })
}
