const NEWLINE = 10
const RETURN = 13

/** A longer line is no line of an access log; it is passed over and told of. */
export const MAX_LINE = 1 << 20

/** What takes the lines: a place in a buffer, without the line end. The buffer is used again. */
export interface LineTaker {
  line(bytes: Uint8Array, from: number, to: number): void
  tooLong(): void
}

/**
 * Cuts what is pushed into lines. Those that lie whole within one chunk are handed on where they
 * are; what straddles two is put together aside, so that memory is bounded by `MAX_LINE`.
 */
export class LineSplitter {
  readonly #taker: LineTaker
  #kept = Buffer.alloc(4096)
  #length = 0
  #skipping = false

  constructor(taker: LineTaker) {
    this.#taker = taker
  }

  push(chunk: Buffer): void {
    let from = 0
    if (this.#length > 0 || this.#skipping) {
      const end = chunk.indexOf(NEWLINE)
      this.#keep(chunk, 0, end === -1 ? chunk.length : end)
      if (end === -1) return
      this.#finish()
      from = end + 1
    }
    for (;;) {
      const end = chunk.indexOf(NEWLINE, from)
      if (end === -1) break
      this.#hand(chunk, from, end)
      from = end + 1
    }
    this.#keep(chunk, from, chunk.length)
  }

  /** The last line may have no line end. */
  end(): void {
    if (this.#length > 0 || this.#skipping) this.#finish()
  }

  #hand(bytes: Buffer, from: number, to: number): void {
    if (to - from > MAX_LINE) this.#taker.tooLong()
    else this.#taker.line(bytes, from, to > from && bytes[to - 1] === RETURN ? to - 1 : to)
  }

  #keep(chunk: Buffer, from: number, to: number): void {
    if (this.#skipping) return
    const length = this.#length + to - from
    if (length > MAX_LINE) {
      this.#skipping = true
      this.#length = 0
      return
    }
    if (length > this.#kept.length) {
      const larger = Buffer.alloc(Math.min(MAX_LINE, Math.max(length, this.#kept.length * 2)))
      this.#kept.copy(larger, 0, 0, this.#length)
      this.#kept = larger
    }
    chunk.copy(this.#kept, this.#length, from, to)
    this.#length = length
  }

  #finish(): void {
    if (this.#skipping) this.#taker.tooLong()
    else this.#hand(this.#kept, 0, this.#length)
    this.#skipping = false
    this.#length = 0
  }
}
