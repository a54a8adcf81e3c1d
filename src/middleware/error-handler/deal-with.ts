import { attributeIn } from '../../attribution/index.js'
import {
  reportError,
  track,
  union,
  type AnyRequest,
  type AnyResponse,
  type Exchange,
  type Reporting,
} from '../../exchange/index.js'
import { answerTimeout } from '../answer.js'
import { isAnswering } from '../request-timeout/answering.js'
import type { ErrorPolicy } from './index.js'

/**
 * Tells the observers of an error and does with it what its owner calls for. True where it is dealt
 * with, false where it must go on. A response whose client is still there is never left open by a
 * true.
 */
export function dealWith(
  error: unknown,
  req: AnyRequest,
  res: AnyResponse,
  policy: Required<ErrorPolicy>,
  reporting: Reporting,
): boolean {
  const exchange = track(req, res, reporting)
  const attribution = attributeIn(error, exchange)
  const observers = union(exchange.reporting.observers, reporting.observers)
  reportError(exchange, observers, error, attribution)
  switch (attribution.origin) {
    case 'client':
      return endQuietly(exchange)
    case 'timeout':
      return endTimedOut(exchange, policy)
    case 'ambiguous':
      if (policy.ambiguous === 'report' && endQuietly(exchange)) return true
      break
    default:
  }
  exchange.tellLate('error')
  return false
}

/**
 * Ends the response of a client that is gone: nothing can reach it, but express-session, morgan
 * and compression finish their work when a response is ended.
 */
function endQuietly(exchange: Exchange): boolean {
  const { link, res } = exchange
  if (link.reachable()) return false
  exchange.tellNothingLate()
  if (!res.writableEnded) res.end()
  return true
}

/**
 * A timeout is answered once; what follows from it in the late handler needs no answer of its own,
 * and what that would write is dropped by the seal.
 */
function endTimedOut(exchange: Exchange, policy: Required<ErrorPolicy>): boolean {
  const { expired, ending, res } = exchange
  if (expired === null || ending !== null || res.writableEnded) return true
  if (policy.timeouts === 'next') return exchange.sealed && !isAnswering(exchange)
  answerTimeout(exchange, expired)
  return true
}
