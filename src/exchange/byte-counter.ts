import type { Duplex } from 'node:stream'
import { ProgressGuard } from './deadline/progress-guard.js'
import type { Exchange } from './exchange.js'
import type { AnyResponse } from './http-types.js'
import { isWaiting } from './owed.js'
import { sentToKernel, takenByKernel } from './kernel-bytes.js'
import { PROGRESS_TICK_MS, unwatch, watch, type Watched } from './progress.js'

/** A socket that counts its bytes. */
export type CountedSocket = Duplex & {
  readonly bytesRead?: number
  readonly bytesWritten?: number | undefined
}

/**
 * What moved on a socket, and when. It counts from one exchange to the next, and only where
 * somebody is told of them or a limit needs it.
 */
export class ByteCounter implements Watched {
  previousWatched: Watched | null = null
  nextWatched: Watched | null = null
  headerSeenAt: number | null = null
  readonly #socket: CountedSocket
  #current: Exchange | null = null
  #guard: ProgressGuard | null = null
  #markIn = 0
  #markOut = 0
  #seenIn = 0
  #seenOut = 0
  #seenTaken = 0
  #seenPending = false
  /** The response that nobody owed a byte of at the last look. */
  #waiting: AnyResponse | null = null
  #progressAt = 0
  #finalOut: number | null = null

  constructor(socket: CountedSocket) {
    this.#socket = socket
  }

  /** Begins to count, where it does not yet. */
  follow(current: Exchange | null, now: number): void {
    if (this.#current !== null || current === null) return
    this.#current = current
    this.#seenIn = this.#in()
    this.#seenOut = this.#out()
    this.#seenTaken = this.#taken()
    this.#progressAt = now
    watch(this)
  }

  /** An exchange settled: counts for the one behind it, or rests. */
  next(current: Exchange | null): void {
    this.#markIn = this.#in()
    this.#markOut = this.#out()
    if (this.#current === null) return
    this.#current = current
    this.#guard = null
    this.#waiting = null
    this.headerSeenAt = null
    if (current === null) unwatch(this)
  }

  /**
   * The connection ended: a destroyed socket drops what it had queued, and then counts it as
   * written. If it did so already, what was pending at the last look is taken as not sent.
   */
  freeze(): void {
    const dropped = this.#socket.destroyed && this.#seenPending
    this.#finalOut ??= dropped ? this.#seenOut : this.#out()
  }

  /** Bytes since the exchange before settled. */
  moved(): { in: number; out: number } {
    return { in: this.#in() - this.#markIn, out: this.#out() - this.#markOut }
  }

  lastProgress(since: number, now: number): number {
    if (this.#current !== null) this.#note(now)
    return Math.max(since, this.#progressAt)
  }

  look(now: number): void {
    const exchange = this.#current
    // Most of many connections wait for their handler, and each object that is touched costs a miss
    // of the processor's caches: once the whole request is here, only a header ends the wait.
    if (this.#waiting !== null && !this.#waiting.headersSent) return
    this.#waiting = exchange !== null && isWaiting(exchange, this.#socket) ? exchange.res : null
    const bytesIn = this.#in() - this.#seenIn
    const bytesOut = this.#taken() - this.#seenTaken
    const moved = this.#note(now)
    if (exchange?.deadline.limits?.watchesProgress !== true) return
    // A limit may come long after the exchange began, and what moved until then was not looked at.
    this.#guard ??= new ProgressGuard(exchange, Math.max(exchange.began, now - PROGRESS_TICK_MS))
    this.#guard.look(now, bytesIn, bytesOut, moved)
  }

  /** True where something moved since the last look. */
  #note(now: number): boolean {
    const bytesIn = this.#in()
    const taken = this.#taken()
    const moved = bytesIn !== this.#seenIn || taken !== this.#seenTaken
    if (moved) this.#progressAt = now
    this.#seenIn = bytesIn
    this.#seenOut = this.#out()
    this.#seenTaken = taken
    this.#seenPending = this.#socket.writableLength > 0
    if (this.#current?.res.headersSent === true) this.headerSeenAt ??= now
    return moved
  }

  #in(): number {
    return this.#socket.bytesRead ?? 0
  }

  #out(): number {
    if (this.#finalOut !== null && this.#socket.destroyed) return this.#finalOut
    return Math.max(this.#markOut, sentToKernel(this.#socket) ?? this.#notPending())
  }

  /** Tells of progress, where `#out` tells of the application's own bytes. */
  #taken(): number {
    return takenByKernel(this.#socket) ?? this.#notPending()
  }

  #notPending(): number {
    const { bytesWritten = 0, writableLength } = this.#socket
    return bytesWritten - writableLength
  }
}
