import { randomBytes } from 'node:crypto'
import type { Observer } from '../types/index.js'
import type { Exchange } from './exchange.js'
import type { Link } from './link.js'

interface State {
  /**
   * Exchanges by request: only those that somebody asked for, that ended badly, or that have no
   * socket. An entry for each request would cost more than all the rest of the tracking.
   */
  readonly byRequest: WeakMap<object, Exchange>
  /** The last error told of an exchange, with those who were told. */
  readonly told: WeakMap<Exchange, { error: unknown; observers: readonly Observer[] }>
  /** Where exchanges are in flight, once somebody counts them: see `liveExchanges`. */
  live: Set<Link> | null
  /** The exchange that began last, as long as it has not settled: most questions are about it. */
  recent: Exchange | null
  /** Makes ids unique over processes, as far as a log needs it. */
  readonly run: string
  connections: number
  exchanges: number
}

const key = Symbol.for('express-hangup.state.4')

/**
 * One state per process, also where two copies of the package are loaded: the second finds the
 * exchanges of the first instead of counting them again. The number in the key changes with the
 * shape.
 */
export const state: State = ((globalThis as Record<symbol, unknown>)[key] ??= {
  byRequest: new WeakMap(),
  told: new WeakMap(),
  live: null,
  recent: null,
  run: randomBytes(4).toString('hex'),
  connections: 0,
  exchanges: 0,
} satisfies State) as State
