import { createHmac, randomBytes } from 'node:crypto'
import { Memo } from '../exchange/index.js'

const DAY_MS = 24 * 60 * 60 * 1000
const DIGITS = 16

/**
 * Hashes that tell the same from another for one day (UTC), in one process. The salt is random,
 * kept in memory only and forgotten at midnight: nobody can find out afterwards what was hashed,
 * nor join one day to the next.
 */
export class DailyHash {
  #day = NaN
  #hashes = new Memo(0, String)

  of(text: string): string {
    const day = Math.floor(Date.now() / DAY_MS)
    if (day !== this.#day) {
      this.#day = day
      const salt = randomBytes(32)
      this.#hashes = new Memo(1024, (each) =>
        createHmac('sha256', salt).update(each).digest('hex').slice(0, DIGITS),
      )
    }
    return this.#hashes.of(text)
  }
}
