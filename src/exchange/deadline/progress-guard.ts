import type { Exchange } from '../exchange.js'
import { PROGRESS_TICK_MS } from '../progress.js'
import type { MinRate } from './limits.js'
import { RateMeter } from './rate-meter.js'

/** Who owes bytes at this moment. */
export interface Owed {
  /** The client owes the rest of its request, and we read it. */
  readonly receive: boolean
  /** The client has yet to take what was written. */
  readonly send: boolean
  /** The application has begun an answer, other than an event stream, and not ended it. */
  readonly respond: boolean
  /** The client would send, and the application does not read. */
  readonly held: boolean
}

/**
 * Looks on each tick at what has moved of what is owed. Time in which nothing is owed does not
 * count, nor does time in which an upload waits for the application, nor time in which this process
 * did nothing at all: what arrived while it was busy is only read after the tick.
 */
export class ProgressGuard {
  readonly #exchange: Exchange
  #meters: { readonly receive: RateMeter; readonly send: RateMeter } | null = null
  #last: number
  #idleMs = 0

  constructor(exchange: Exchange, now: number) {
    this.#exchange = exchange
    this.#last = now
  }

  /** The bytes are those since the last look; `moved` is true where any did, in either direction. */
  look(now: number, bytesIn: number, bytesOut: number, moved: boolean): void {
    const { deadline, link } = this.#exchange
    const values = deadline.limits?.values
    if (values === undefined || this.#exchange.ending !== null) return
    const { idleMs, minReceiveRate, minSendRate } = values
    const passedMs = now - this.#last
    const tickMs = Math.min(passedMs, 2 * PROGRESS_TICK_MS)
    this.#last = now
    const owed = link.owed(this.#exchange)
    if (owed.held) deadline.heldMs += passedMs
    else if (owed.receive) deadline.heldMs += passedMs - tickMs
    if (moved || !(owed.receive || owed.send || owed.respond)) this.#idleMs = 0
    else this.#idleMs += tickMs

    if (idleMs !== undefined && this.#idleMs >= idleMs) {
      deadline.expire('idleMs', idleMs)
    } else if (
      minReceiveRate !== undefined &&
      owed.receive &&
      this.#isTooSlow('receive', minReceiveRate, tickMs, bytesIn)
    ) {
      deadline.expire('minReceiveRate', minReceiveRate.graceMs)
    } else if (
      minSendRate !== undefined &&
      owed.send &&
      this.#isTooSlow('send', minSendRate, tickMs, bytesOut)
    ) {
      deadline.expire('minSendRate', minSendRate.graceMs)
    }
  }

  #isTooSlow(way: 'receive' | 'send', rate: MinRate, tickMs: number, bytes: number): boolean {
    this.#meters ??= { receive: new RateMeter(), send: new RateMeter() }
    return this.#meters[way].isBelow(rate, tickMs, bytes)
  }
}
