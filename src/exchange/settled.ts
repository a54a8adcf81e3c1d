import { completed, endingOf } from './ending.js'
import { Exchange, type Ending } from './exchange.js'
import type { AnyRequest, AnyResponse } from './http-types.js'
import type { Departure, Link } from './link.js'
import type { Reporting } from './reporting.js'

/** Where a response is over before anybody of this package saw it, only it tells how that went. */
export function settledExchange(req: AnyRequest, res: AnyResponse, reporting: Reporting): Exchange {
  return res.writableFinished
    ? completedExchange(req, reporting, res)
    : settled(req, res, reporting, endingOf(unknownEnd, 'done'))
}

/** An exchange that is known to have completed, and nothing else of it. */
export function completedExchange(
  req: AnyRequest,
  reporting: Reporting,
  res: AnyResponse = noResponse as AnyResponse,
): Exchange {
  return settled(req, res, reporting, completed)
}

function settled(
  req: AnyRequest,
  res: AnyResponse,
  reporting: Reporting,
  ending: Ending,
): Exchange {
  const exchange = new Exchange(req, res, over, 0, { ...reporting, observers: [] })
  exchange.asked = true // so that it is found again
  exchange.settle(ending)
  return exchange
}

const noResponse = { headersSent: false, statusCode: 0 }

const unknownEnd: Departure = {
  origin: 'server',
  rule: 'ended-unseen',
  closure: 'none',
  error: null,
}

/** The link of an exchange that nobody watched. */
const over: Link = {
  client: null,
  departure: () => null,
  owns: () => false,
  hasSeen: () => true,
  peerAddress: () => undefined,
  phaseOf: () => 'done',
  requestComplete: () => true,
  owed: () => ({ receive: false, send: false, respond: false, held: false }),
  follow: () => undefined,
  find: () => null,
  exchanges: () => [],
  release: () => undefined,
  reachable: () => false,
  numbers: () => ({ id: 0, request: 0, ageMs: 0 }),
  bytes: () => ({ in: 0, out: 0 }),
  lastProgress: (since) => since,
  headerSeenAt: () => null,
  cut: () => undefined,
}
