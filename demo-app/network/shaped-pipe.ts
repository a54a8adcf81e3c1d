import type { Socket } from 'node:net'
import { finish, reset } from './sockets.js'

/** What a line does to the bytes on it, in each direction. */
export interface Shape {
  /** One way. */
  readonly latencyMs: number
  readonly bytesPerSecond: number
  /**
   * How many bytes may be under way. A real line has such a limit too: without it the sender would
   * never feel that the receiver is slow.
   */
  readonly capacityBytes: number
}

interface Parcel {
  readonly dueAt: number
  readonly what: Buffer | 'fin' | 'rst'
}

/**
 * How far ahead of the line its bytes are read. Reading them as fast as they come would let the
 * kernel's buffers grow until a whole upload is "sent" at once, and nobody could leave in the middle.
 */
const READ_AHEAD_MS = 5

/** One direction of a connection: what goes in at `from` comes out at `to`, later and slower. */
export class ShapedPipe {
  #parcels: Parcel[] = []
  #underWay = 0
  #lineFreeAt = 0
  #timer: NodeJS.Timeout | null = null
  #pacer: NodeJS.Timeout | null = null
  #blocked = false
  #closed = false

  constructor(
    private readonly from: Socket,
    private readonly to: Socket,
    private readonly shape: Shape,
    private readonly onDelivered: (bytes: number) => void,
  ) {
    from.on('data', (chunk: Buffer) => {
      this.#accept(chunk)
    })
    from.on('end', () => {
      this.#push({ what: 'fin', dueAt: Math.max(this.#lineFreeAt, now()) + shape.latencyMs })
    })
    from.on('error', () => {
      this.#acceptReset()
    })
    to.on('drain', () => {
      this.#blocked = false
      this.#deliver()
    })
  }

  /** Bytes that have gone in and not come out; `capacityBytes` and one chunk at most. */
  get underWay(): number {
    return this.#underWay
  }

  /**
   * Nothing more comes out, and nothing more is taken in: a sender that is not told yet must not
   * get rid of its bytes faster than before.
   */
  close(): void {
    this.#closed = true
    this.#parcels = []
    if (this.#timer) clearTimeout(this.#timer)
    if (this.#pacer) clearTimeout(this.#pacer)
    this.from.pause()
  }

  #accept(chunk: Buffer): void {
    if (this.#closed) return
    const sendingMs = (chunk.length / this.shape.bytesPerSecond) * 1000
    this.#lineFreeAt = Math.max(this.#lineFreeAt, now()) + sendingMs
    this.#underWay += chunk.length
    this.#pace()
    this.#push({ what: chunk, dueAt: this.#lineFreeAt + this.shape.latencyMs })
  }

  #pace(): void {
    const aheadMs = this.#lineFreeAt - now() - READ_AHEAD_MS
    if (this.#closed || this.#pacer) return
    if (this.#underWay >= this.shape.capacityBytes) this.from.pause()
    else if (aheadMs <= 0) this.from.resume()
    else {
      this.from.pause()
      this.#pacer = setTimeout(() => {
        this.#pacer = null
        this.#pace()
      }, aheadMs)
    }
  }

  /** A RST does not queue behind bytes that had not left yet: the sender's kernel drops those. */
  #acceptReset(): void {
    const dueAt = now() + this.shape.latencyMs
    this.#parcels = this.#parcels.filter((parcel) => parcel.dueAt <= dueAt)
    // It also does not wait for a receiver that has stopped reading.
    if (this.#blocked) this.#parcels = []
    this.#blocked = false
    this.#push({ what: 'rst', dueAt })
  }

  #push(parcel: Parcel): void {
    if (this.#closed) return
    this.#parcels.push(parcel)
    if (this.#parcels.length === 1) this.#deliver()
  }

  #deliver(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    for (let next = this.#parcels[0]; next && !this.#blocked; next = this.#parcels[0]) {
      const waitMs = next.dueAt - now()
      if (waitMs > 0) {
        this.#timer = setTimeout(() => {
          this.#deliver()
        }, Math.ceil(waitMs))
        return
      }
      this.#parcels.shift()
      this.#hand(next.what)
    }
  }

  #hand(what: Parcel['what']): void {
    if (what === 'fin') finish(this.to)
    else if (what === 'rst') reset(this.to)
    else {
      this.#underWay -= what.length
      this.#pace()
      if (!this.to.writable) return
      // One parcel at a time goes to the kernel, so that a FIN or RST finds nothing unflushed.
      this.#blocked = !this.to.write(what, (error) => {
        if (!error) this.onDelivered(what.length)
      })
    }
  }
}

function now(): number {
  return performance.now()
}
