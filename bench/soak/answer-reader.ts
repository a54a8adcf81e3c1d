/** Finds where the answers on a connection end, with as little parsing as that takes. */
export class AnswerReader {
  /** Whole answers so far. */
  answers = 0
  /** The server said that it closes after the last. */
  closes = false
  #head = ''
  /** Bytes of a body that are still to come; null while a head is read, Infinity in chunks. */
  #left: number | null = null
  #tail = ''

  read(chunk: Buffer): void {
    let at = 0
    while (at < chunk.length) {
      if (this.#left === null) at = this.#readHead(chunk, at)
      else if (this.#left === Infinity) at = this.#readChunks(chunk, at)
      else {
        const taken = Math.min(this.#left, chunk.length - at)
        at += taken
        this.#took(taken)
      }
    }
  }

  #readHead(chunk: Buffer, at: number): number {
    const before = this.#head.length
    this.#head += chunk.toString('latin1', at, Math.min(chunk.length, at + MOST_HEAD))
    const end = this.#head.indexOf('\r\n\r\n')
    if (end === -1) return chunk.length
    const length = /^content-length: (\d+)/im.exec(this.#head.slice(0, end))?.[1]
    this.closes ||= /^connection: close/im.test(this.#head.slice(0, end))
    this.#head = ''
    this.#left = length === undefined ? Infinity : Number(length)
    this.#took(0)
    return at + end + 4 - before
  }

  /** The bodies hold nothing that looks like the last chunk. */
  #readChunks(chunk: Buffer, at: number): number {
    const before = this.#tail.length
    const text = this.#tail + chunk.toString('latin1', at)
    const end = text.indexOf(LAST_CHUNK)
    if (end === -1) {
      this.#tail = text.slice(1 - LAST_CHUNK.length)
      return chunk.length
    }
    this.#tail = ''
    this.#left = 0
    this.#took(0)
    return at + end + LAST_CHUNK.length - before
  }

  #took(bytes: number): void {
    if (this.#left === null) return
    this.#left -= bytes
    if (this.#left > 0) return
    this.#left = null
    this.answers++
  }
}

const MOST_HEAD = 4096
const LAST_CHUNK = '\r\n0\r\n\r\n'
