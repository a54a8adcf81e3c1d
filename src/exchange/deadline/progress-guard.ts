import type { Exchange } from '../exchange.js'
import type { MinRate } from './limits.js'

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
 * count, and neither does time in which an upload waits for the application.
 */
export class ProgressGuard {
  readonly #exchange: Exchange
  readonly #receive = new RateMeter()
  readonly #send = new RateMeter()
  #last: number
  #idleSince: number

  constructor(exchange: Exchange, now: number) {
    this.#exchange = exchange
    this.#last = now
    this.#idleSince = now
  }

  /** The bytes are those since the last look; `moved` is true where any did, in either direction. */
  look(now: number, bytesIn: number, bytesOut: number, moved: boolean): void {
    const { deadline, link } = this.#exchange
    const values = deadline.limits?.values
    if (values === undefined || this.#exchange.ending !== null) return
    const tickMs = now - this.#last
    this.#last = now
    const owed = link.owed(this.#exchange)
    if (owed.held) deadline.heldMs += tickMs
    if (owed.receive) this.#receive.add(tickMs, bytesIn)
    if (owed.send) this.#send.add(tickMs, bytesOut)
    if (moved || !(owed.receive || owed.send || owed.respond)) this.#idleSince = now

    const { idleMs, minReceiveRate, minSendRate } = values
    if (idleMs !== undefined && now - this.#idleSince >= idleMs) {
      deadline.expire('idleMs', idleMs)
    } else if (owed.receive && this.#receive.isBelow(minReceiveRate)) {
      deadline.expire('minReceiveRate', minReceiveRate?.graceMs ?? 0)
    } else if (owed.send && this.#send.isBelow(minSendRate)) {
      deadline.expire('minSendRate', minSendRate?.graceMs ?? 0)
    }
  }
}

/** Bytes over the time in which they were owed. */
class RateMeter {
  #ms = 0
  #bytes = 0

  add(ms: number, bytes: number): void {
    this.#ms += ms
    this.#bytes += bytes
  }

  isBelow(rate: MinRate | undefined): boolean {
    if (rate === undefined || this.#ms <= rate.graceMs) return false
    return (this.#bytes / this.#ms) * 1000 < rate.bytesPerSecond
  }
}
