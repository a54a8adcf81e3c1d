import { debuglog } from 'node:util'
import { checkBoolean, checkFunction, checkOptions } from '../../errors/index.js'
import type { AnyRequest, Budget } from '../../exchange/index.js'
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
   * Whose headers are believed, by the address of the peer. Under Express the application's
   * `trust proxy` setting, elsewhere nobody's.
   */
  readonly trust?: (address: string) => boolean
}

/** Reads the budget of a request; null where nothing is said, or nobody is believed. */
export type BudgetReader = (req: AnyRequest) => Budget | null

/** Checks the options, and gives the reader. */
export function budgetFrom(options: Readonly<BudgetOptions>): BudgetReader {
  checkOptions('budget', options, ['queueTime', 'callerLimit', 'trust'])
  const queueTime = checkBoolean('queueTime', options.queueTime ?? true)
  const callerLimit = checkBoolean('callerLimit', options.callerLimit ?? true)
  const { trust } = options
  if (trust !== undefined) checkFunction('trust', trust)
  return (req) => {
    if (!isTrusted(req, trust)) return null
    const spentMs = queueTime ? queuedMsOf(req.headers, Date.now(), debug) : 0
    const callerMs = callerLimit ? callerMsOf(req.headers, debug) : Infinity
    return spentMs === 0 && callerMs === Infinity ? null : { spentMs, callerMs }
  }
}

interface ExpressRequest {
  readonly app?: { get?: (name: string) => unknown }
}

function isTrusted(req: AnyRequest, trust: BudgetOptions['trust']): boolean {
  const address = req.socket.remoteAddress
  if (address === undefined) return false
  if (trust !== undefined) return trust(address)
  const trustOfExpress = (req as ExpressRequest).app?.get?.('trust proxy fn')
  if (typeof trustOfExpress !== 'function') return false
  return (trustOfExpress as (address: string, hop: number) => unknown)(address, 0) === true
}
