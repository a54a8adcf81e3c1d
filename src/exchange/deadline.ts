import type { DeadlineQueue } from './deadline-queue.js'
import type { Exchange } from './exchange.js'

/** What happens when a limit passes. */
export type ExpiryAction = (exchange: Exchange, limitMs: number, next: NextFunction) => void

/** Express' and Connect's `next`. */
export type NextFunction = (error?: unknown) => void

/**
 * The limit in force for one exchange. It is an entry of its queue's list itself, so that setting
 * and clearing a limit allocates nothing and touches no timer.
 */
export class Deadline {
  readonly exchange: Exchange
  previous: Deadline | null = null
  following: Deadline | null = null
  queue: DeadlineQueue | null = null
  action: ExpiryAction | null = null
  next: NextFunction | null = null
  /** The `performance.now()` at which the limit passes. */
  at = Infinity
  /** The limit, from the start of the exchange, in milliseconds; null where there is none. */
  limitMs: number | null = null

  constructor(exchange: Exchange) {
    this.exchange = exchange
  }

  /** What is left of the limit, in milliseconds, at least 0; `Infinity` where there is none. */
  get remainingMs(): number {
    return Math.max(0, this.at - performance.now())
  }

  /** Puts the limit of `queue` in force instead of the one before. */
  arm(queue: DeadlineQueue, action: ExpiryAction, next: NextFunction): void {
    this.clear()
    this.action = action
    this.next = next
    this.limitMs = queue.limitMs
    this.at = this.exchange.began + queue.limitMs
    queue.add(this)
  }

  /** Takes the limit out of force. `limitMs` goes on telling which it was. */
  clear(): void {
    this.queue?.remove(this)
    this.action = null
    this.next = null
  }

  /** The queue calls it when the limit has passed. */
  fire(): void {
    const { action, next, limitMs } = this
    this.clear()
    if (action !== null && next !== null && limitMs !== null) action(this.exchange, limitMs, next)
  }
}
