import type { AnyRequest, AnyResponse } from '../../exchange/index.js'
import { reportingFrom } from '../reporting.js'
import { dealWith } from './deal-with.js'
import { policyFrom } from './index.js'

const policy = policyFrom({})
const reporting = reportingFrom({})

/**
 * `errorHandler` for code that has its own error handling: a Nest filter, a Next route, a handler
 * written by hand. True where nothing is left to do: the error was the client's, has been told to
 * the observers and the response is ended; or it follows from a limit that has been answered. False
 * for every other error, which is the caller's to handle; a `RequestTimeoutError` among them carries
 * the `status` and `headers` to answer with. It never throws.
 *
 * @example
 * ```ts
 * try {
 *   await render(req, res)
 * } catch (error) {
 *   if (!handleDisconnect(error, req, res)) sendErrorPage(error, res)
 * }
 * ```
 */
export function handleDisconnect(error: unknown, req: AnyRequest, res: AnyResponse): boolean {
  if (!isEmitter(req) || !isEmitter(res)) return false
  return dealWith(error, req, res, { ...policy, timeouts: 'next' }, reporting)
}

/** Called where something has gone wrong already, it must not throw for what it is given. */
function isEmitter(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'once' in value
}
