import type { Duplex } from 'node:stream'
import { ProgressGuard } from './deadline/progress-guard.js'
import type { Exchange } from './exchange.js'
import type { AnyResponse } from './http-types.js'
import { isWaiting } from './owed.js'
import { handleOf, isEncrypted, sentToKernel, takenByKernel, type Handle } from './kernel-bytes.js'
import { PROGRESS_TICK_MS, unwatch, watch, type Watched } from './progress.js'

/** A socket that counts its bytes. */
export type CountedSocket = Duplex & {
  readonly bytesRead?: number
  readonly bytesWritten?: number | undefined
}

/**
 * What moved on a connection of HTTP/1, and when. It counts from one exchange to the next, and looks
 * for progress only where somebody is told of it or a limit needs it.
 */
export abstract class CountedConnection<S extends CountedSocket> implements Watched {
  previousWatched: Watched | null = null
  nextWatched: Watched | null = null
  protected readonly socket: S
  readonly #encrypted: boolean
  /**
   * What counts. It is kept, since a socket finds it by a symbol, which takes longer than to ask it
   * for the bytes; a socket that was destroyed has none.
   */
  #handle: Handle | null
  /** The exchange whose bytes are on the wire. */
  protected current: Exchange | null = null
  /** Somebody is told of the progress of the current exchange. */
  #followed = false
  #guard: ProgressGuard | null = null
  #markIn = 0
  #markOut = 0
  #seenIn = 0
  #seenOut = 0
  /** Negative until it is looked at for the first time. */
  #seenTaken = -1
  #seenPending = false
  /** The response that nobody owed a byte of at the last look. */
  #waiting: AnyResponse | null = null
  /** To the millisecond, since a whole number has no box of its own. */
  #progressAt = 0
  #headerSeenAt: number | null = null
  #finalOut: number | null = null

  constructor(socket: S) {
    this.socket = socket
    this.#encrypted = isEncrypted(socket)
    this.#handle = handleOf(socket)
  }

  /** Bytes since the exchange before settled. */
  bytes(): { in: number; out: number } {
    return { in: this.#in() - this.#markIn, out: this.#out() - this.#markOut }
  }

  lastProgress(since: number, now: number): number {
    if (this.#followed) {
      this.#findHandle()
      this.#note(now)
    }
    return Math.max(since, this.#progressAt)
  }

  headerSeenAt(): number | null {
    return this.#headerSeenAt
  }

  look(now: number): void {
    const exchange = this.current
    // It stays in the list from one exchange to the next, so that a request neither joins nor leaves.
    if (!this.#followed) {
      unwatch(this)
      return
    }
    // Most of many connections wait for their handler, and each object that is touched costs a miss
    // of the processor's caches: once the whole request is here, only a header ends the wait.
    if (this.#waiting !== null && !this.#waiting.headersSent) return
    this.#waiting = exchange !== null && isWaiting(exchange, this.socket) ? exchange.res : null
    this.#findHandle()
    const bytesIn = this.#in() - this.#seenIn
    const bytesOut = this.#taken() - this.#seenTaken
    const moved = this.#note(now)
    if (exchange?.deadline.limits?.watchesProgress !== true) return
    // A limit may come long after the exchange began, and what moved until then was not looked at.
    this.#guard ??= new ProgressGuard(exchange, Math.max(exchange.began, now - PROGRESS_TICK_MS))
    this.#guard.look(now, bytesIn, bytesOut, moved)
  }

  /** Begins to look for progress, where it does not yet. */
  protected watchFrom(now: number): void {
    if (this.#followed || this.current === null) return
    this.#followed = true
    // Nothing was written since it rested, and each counter that is read is a call out of JavaScript.
    this.#seenIn = this.#in()
    if (this.#seenTaken < 0) {
      this.#seenOut = this.#out()
      this.#seenTaken = this.#taken()
    }
    this.#progressAt = Math.floor(now)
    if (this.previousWatched === null) watch(this)
  }

  /** An exchange settled: counts for the one behind it, or rests. */
  protected goOnWith(next: Exchange | null): void {
    this.current = next
    this.#rest()
    if (!this.#followed) return
    this.#guard = null
    this.#waiting = null
    this.#headerSeenAt = null
    this.#followed = next !== null
  }

  /**
   * The connection ended: a destroyed socket drops what it had queued, and then counts it as
   * written. If it did so already, what was pending at the last look is taken as not sent.
   */
  protected freeze(): void {
    this.#findHandle()
    const dropped = this.socket.destroyed && this.#seenPending
    this.#finalOut ??= dropped ? this.#seenOut : this.#out()
  }

  /** The connection is over: nothing of it waits for the next look to be let go. */
  protected retire(): void {
    unwatch(this)
    this.#handle = null
  }

  /** Called wherever the socket may have been destroyed since. */
  #findHandle(): void {
    this.#handle = handleOf(this.socket)
  }

  /** Counts from here. */
  #rest(): void {
    this.#markIn = this.#in()
    this.#markOut = this.#seenOut = this.#out()
    this.#seenTaken = this.#encrypted ? this.#taken() : this.#markOut
  }

  /** True where something moved since the last look. */
  #note(now: number): boolean {
    const bytesIn = this.#in()
    const taken = this.#taken()
    const moved = bytesIn !== this.#seenIn || taken !== this.#seenTaken
    if (moved) this.#progressAt = Math.floor(now)
    this.#seenIn = bytesIn
    this.#seenOut = this.#out()
    this.#seenTaken = taken
    this.#seenPending = this.socket.writableLength > 0
    if (this.current?.res.headersSent === true) this.#headerSeenAt ??= now
    return moved
  }

  #in(): number {
    return this.#handle?.bytesRead ?? this.socket.bytesRead ?? 0
  }

  #out(): number {
    if (this.#finalOut !== null && this.socket.destroyed) return this.#finalOut
    return Math.max(this.#markOut, sentToKernel(this.socket, this.#handle) ?? this.#notPending())
  }

  /** Tells of progress, where `#out` tells of the application's own bytes. */
  #taken(): number {
    return takenByKernel(this.socket) ?? this.#notPending()
  }

  #notPending(): number {
    const { bytesWritten = 0, writableLength } = this.socket
    return bytesWritten - writableLength
  }
}
