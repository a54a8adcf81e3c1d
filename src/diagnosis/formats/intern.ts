/** How many texts one remembers: a log with an id in each line must not fill the memory. */
const MAX_TEXTS = 4096
const MAX_BYTES = 256

interface Known<T> {
  readonly bytes: Uint8Array
  readonly made: T
}

/**
 * Remembers what was made of the bytes of a field: few of them make most of a log, and finding one
 * again costs no string. It forgets all of them when it has grown to its bound.
 */
export class Intern<T> {
  readonly #known = new Map<number, Known<T>>()
  readonly #make: (text: string) => T

  constructor(make: (text: string) => T) {
    this.#make = make
  }

  of(bytes: Uint8Array, from: number, to: number): T {
    const end = to - from > MAX_BYTES ? from + MAX_BYTES : to
    let hash = 0
    for (let at = from; at < end; at++) hash = (Math.imul(hash, 31) + (bytes[at] ?? 0)) | 0
    const known = this.#known.get(hash)
    if (known !== undefined && same(known.bytes, bytes, from, end)) return known.made
    const made = this.#make(textOf(bytes, from, end))
    if (this.#known.size >= MAX_TEXTS) this.#known.clear()
    this.#known.set(hash, { bytes: Uint8Array.prototype.slice.call(bytes, from, end), made })
    return made
  }
}

function same(known: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (known.length !== to - from) return false
  for (let index = 0; index < known.length; index++) {
    if (known[index] !== bytes[from + index]) return false
  }
  return true
}

/** The text of some bytes of a buffer. */
export function textOf(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('utf8')
}
