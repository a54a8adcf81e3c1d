import { exchangeOf, type AnyRequest } from '../../exchange/index.js'

/** gRPC allows eight digits. */
const MAX_GRPC_MS = 99_999_999

/**
 * The remaining time of an exchange as headers for outgoing calls, so that what is called stops when
 * nobody waits for it any more: `x-envoy-expected-rq-timeout-ms` and `grpc-timeout`. Time that
 * remains is passed on, and not a clock time, which two machines would read differently. Empty where
 * no limit is in force. After a limit has passed it is 1 ms: many read 0 as no limit.
 *
 * @throws HangupError `ERR_HANGUP_NO_EXCHANGE` where no middleware of this package has seen the request.
 * @example
 * ```ts
 * await fetch(url, { headers: deadlineHeaders(req), signal: abortSignal(req) })
 * ```
 */
export function deadlineHeaders(req: AnyRequest): Record<string, string> {
  const { remainingMs } = exchangeOf(req).deadline
  if (remainingMs === Infinity) return {}
  const ms = Math.max(1, Math.floor(remainingMs))
  return {
    'x-envoy-expected-rq-timeout-ms': String(ms),
    'grpc-timeout': `${String(Math.min(ms, MAX_GRPC_MS))}m`,
  }
}
