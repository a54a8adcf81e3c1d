import { attribute } from '../../attribution/index.js'
import type { AnyRequest, AnyResponse } from '../../exchange/index.js'
import { reportingFrom } from '../reporting.js'
import { dealWith } from './deal-with.js'
import { policyFrom } from './index.js'

const policy = policyFrom({})
const reporting = reportingFrom({})

/**
 * `errorHandler` for code that has its own error handling: a Nest filter, a Next route, a handler
 * written by hand. True where the error was the client's: it has been told to the observers and
 * the response is ended, so there is nothing left to do. False for every other error, which is the
 * caller's to handle; a `RequestTimeoutError` among them carries the `status` and `headers` to
 * answer with.
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
  const { origin } = attribute(error, req)
  const dealt = dealWith(error, req, res, { ...policy, timeouts: 'next' }, reporting)
  return dealt && origin === 'client'
}
