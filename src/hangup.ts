import { checkOptions } from './errors/index.js'
import {
  detectWith,
  errorsWith,
  policyFrom,
  policyKeys,
  reportingFrom,
  reportingKeys,
  timeoutWith,
} from './middleware/internal.js'
import type {
  ErrorMiddleware,
  ErrorPolicy,
  Middleware,
  ReportingOptions,
  RequestTimeout,
} from './middleware/index.js'
import {
  guardServer,
  type GuardedServer,
  type GuardServerOptions,
  type ServerGuard,
} from './server/index.js'

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
  /** `guardServer`, of `express-hangup/server`: call it before `listen()`. */
  readonly guard: (
    server: GuardedServer,
    options?: Readonly<Omit<GuardServerOptions, 'observers'>>,
  ) => ServerGuard
}

/**
 * One instance of it all, sharing options and observers.
 *
 * @param options - `observers`, `redactPath`, `address`, `requestId`, `timeouts`, `ambiguous`
 * @throws HangupError `ERR_HANGUP_OPTION` for an unknown option or a bad value.
 * @example
 * ```ts
 * const { detect, timeout, errors, guard } = hangup({ observers: [winstonObserver(logger)] })
 * guard(server, { behind: 'nginx', signals: ['SIGTERM'] })
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
    guard: (server, guarding = {}) =>
      guardServer(server, { ...guarding, observers: reporting.observers }),
  }
}
