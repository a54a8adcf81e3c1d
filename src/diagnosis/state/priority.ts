/**
 * Draws from 0 to 1 that are the same in every run over the same stream, and differ between the
 * shards of one: each draw takes in what was seen (mulberry32's mixing).
 */
export class Priorities {
  #state = 0x9e3779b9

  draw(seen: number): number {
    this.#state = (Math.imul(this.#state ^ (seen * 4096), 0x01000193) + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
