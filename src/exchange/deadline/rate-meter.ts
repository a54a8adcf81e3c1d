import type { MinRate } from './limits.js'

/** Bytes over the time in which they were owed. */
export class RateMeter {
  #ms = 0
  #bytes = 0
  /** How much longer than the rate allows the bytes so far have taken; never less than nothing. */
  #behindMs = 0

  /**
   * Adds a tick. True where the rate is broken: on average since the first byte was owed, as Kestrel
   * measures it, or by a pause alone, which the bytes before it do not pay for.
   */
  isBelow(rate: MinRate, tickMs: number, bytes: number): boolean {
    const { bytesPerSecond, graceMs } = rate
    this.#ms += tickMs
    this.#bytes += bytes
    this.#behindMs = Math.max(0, this.#behindMs + tickMs - (bytes / bytesPerSecond) * 1000)
    if (this.#ms <= graceMs) return false
    return this.#behindMs > graceMs || this.#bytes < (bytesPerSecond * this.#ms) / 1000
  }
}
