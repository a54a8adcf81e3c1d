import { endingOf } from './ending.js'
import { Exchange } from './exchange.js'
import type { AnyRequest, AnyResponse } from './http-types.js'
import type { Departure, Link } from './link.js'
import type { Reporting } from './reporting.js'
import { state } from './state.js'

/** Where an exchange is over before anybody asked, only the response tells how it went. */
export function settledExchange(
  req: AnyRequest,
  res: AnyResponse | null,
  reporting: Reporting,
): Exchange {
  const silent = { ...reporting, observers: [] }
  const exchange = new Exchange(req, (res ?? noResponse) as AnyResponse, over, 0, silent)
  exchange.asked = true
  const completed = res === null || res.writableFinished
  exchange.settle(
    completed
      ? { outcome: 'completed', phase: 'done', closure: 'none', cause: null }
      : endingOf(unknownEnd, 'done'),
  )
  state.byRequest.set(req, exchange)
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
  departure: () => null,
  owns: () => false,
  phaseOf: () => 'done',
  find: () => null,
  release: () => undefined,
  writable: () => false,
  numbers: () => ({ id: 0, request: 0, ageMs: 0 }),
  bytes: () => ({ in: 0, out: 0 }),
  lastProgress: (since) => since,
  headerSeenAt: () => null,
  cut: () => undefined,
}
