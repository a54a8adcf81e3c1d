import { debuglog } from 'node:util'
import { checkBoolean, checkFunction, checkOptions } from '../../errors/index.js'
import type { AnyRequest, Budget, Exchange } from '../../exchange/index.js'
import { callerMsOf } from './caller-limit.js'
import { queuedMsOf } from './queue-time.js'

const debug = debuglog('express-hangup')

/** Options of `requestTimeout({ budget })`. */
export interface BudgetOptions {
  /**
   * Takes the time since `X-Request-Start` off `responseMs` and `totalMs`.
   * @default true
   */
  readonly queueTime?: boolean
  /**
   * Lets the caller's own limit shorten ours: `grpc-timeout`, `x-envoy-expected-rq-timeout-ms`,
   * `X-Prometheus-Scrape-Timeout-Seconds`, `Prefer: wait=`.
   * @default true
   */
  readonly callerLimit?: boolean
  /**
   * Whose headers are believed, by the address of the peer: only where it returns `true`. Under
   * Express the application's `trust proxy` setting, elsewhere nobody's.
   */
  readonly trust?: (address: string) => boolean
}

/** Reads the budget of a request; null where nothing is said, or nobody is believed. */
export type BudgetReader = (exchange: Exchange) => Budget | null

/** Checks the options, and gives the reader. */
export function budgetFrom(options: Readonly<BudgetOptions>): BudgetReader {
  checkOptions('budget', options, ['queueTime', 'callerLimit', 'trust'])
  const queueTime = checkBoolean('queueTime', options.queueTime ?? true)
  const callerLimit = checkBoolean('callerLimit', options.callerLimit ?? true)
  const { trust } = options
  if (trust !== undefined) checkFunction('trust', trust)
  return (exchange) => {
    const { headers } = exchange.req
    if (!isTrusted(exchange, trust)) return null
    const spentMs = queueTime ? queuedMsOf(headers, beganAt(exchange), debug) : 0
    const callerMs = callerLimit ? callerMsOf(headers, debug) : Infinity
    return spentMs === 0 && callerMs === Infinity ? null : { spentMs, callerMs }
  }
}

/** By the clock that the sender goes by, which may have been set since this process started. */
function beganAt({ began }: Exchange): number {
  return Date.now() - (performance.now() - began)
}

type Trust = (address: string | undefined, hop: number) => unknown

/** A promise, which is what an async function gives, is no trust either. */
function isTrusted({ req, link }: Exchange, trust: BudgetOptions['trust']): boolean {
  const address = link.peerAddress()
  try {
    if (trust !== undefined) return address !== undefined && (trust as Trust)(address, 0) === true
    return trustOfExpress(req)?.(address, 0) === true
  } catch (error) {
    debug('trust threw, so that nobody is believed: %O', error)
    return false
  }
}

/** What Express made of `trust proxy`. */
function trustOfExpress(req: AnyRequest): Trust | null {
  const { app } = req as { app?: { get?: (name: string) => unknown } }
  const trust = app?.get?.('trust proxy fn')
  return typeof trust === 'function' ? (trust as Trust) : null
}
