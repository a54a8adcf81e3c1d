/**
 * Whose an error is.
 *
 * - `client`: proven to be the hang-up of this request's client
 * - `timeout`: a limit of ours passed
 * - `server`: this server closed the connection (shutdown, Node's own limits, the application)
 * - `application`: the application's, which includes its upstreams, databases and child processes
 * - `ambiguous`: the client is gone and nothing proves whose the error is
 */
export type Origin = 'client' | 'timeout' | 'server' | 'application' | 'ambiguous'

/** The verdict on one error, with the rule that decided it. */
export interface Attribution {
  readonly origin: Origin
  /** The rule that decided, listed in `docs/reference/attribution-rules.md`. */
  readonly rule: string
  /** True only where the error is proven to be the client's and need not be shown to anybody. */
  readonly quiet: boolean
}
