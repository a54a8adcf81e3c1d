import type { Duplex } from 'node:stream'
import type { Exchange } from './exchange.js'
import { unwatch, watch, type Watched } from './progress.js'

/** A socket that counts its bytes. */
export type CountedSocket = Duplex & {
  readonly bytesRead?: number
  readonly bytesWritten?: number | undefined
}

/**
 * What moved on a socket, and when. It counts from one exchange to the next, and only where
 * somebody is told of them.
 */
export class ByteCounter implements Watched {
  previousWatched: Watched | null = null
  nextWatched: Watched | null = null
  headerSeenAt: number | null = null
  readonly #socket: CountedSocket
  #current: Exchange | null = null
  #markIn = 0
  #markOut = 0
  #seenIn = 0
  #seenOut = 0
  #progressAt = 0
  #finalOut: number | null = null

  constructor(socket: CountedSocket) {
    this.#socket = socket
  }

  /** Begins to count, where it does not yet. */
  follow(current: Exchange | null, now: number): void {
    if (this.#current !== null) return
    this.#current = current
    this.#seenIn = this.#in()
    this.#seenOut = this.#out()
    this.#progressAt = now
    watch(this)
  }

  /** An exchange settled: counts for the one behind it, or rests. */
  next(current: Exchange | null): void {
    if (this.#current === null) return
    this.#current = current
    this.#markIn = this.#in()
    this.#markOut = this.#out()
    this.headerSeenAt = null
    if (current === null) unwatch(this)
  }

  /** The connection ended: a destroyed socket drops what it had queued, and then counts it as written. */
  freeze(): void {
    this.#finalOut ??= this.#out()
  }

  /** Bytes since the exchange before settled. */
  moved(): { in: number; out: number } {
    return { in: this.#in() - this.#markIn, out: this.#out() - this.#markOut }
  }

  lastProgress(since: number, now: number): number {
    if (this.#current !== null) this.look(now)
    return Math.max(since, this.#progressAt)
  }

  look(now: number): void {
    const bytesIn = this.#in()
    const bytesOut = this.#out()
    if (bytesIn !== this.#seenIn || bytesOut !== this.#seenOut) this.#progressAt = now
    this.#seenIn = bytesIn
    this.#seenOut = bytesOut
    if (this.#current?.res.headersSent === true) this.headerSeenAt ??= now
  }

  #in(): number {
    return this.#socket.bytesRead ?? 0
  }

  /** What the kernel took: Node counts what it has queued itself as written. */
  #out(): number {
    if (this.#finalOut !== null && this.#socket.destroyed) return this.#finalOut
    return Math.max(this.#markOut, (this.#socket.bytesWritten ?? 0) - this.#socket.writableLength)
  }
}
