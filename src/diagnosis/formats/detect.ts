import { nowhere, type LogFormat } from './format.js'
import { lineReader } from './reader.js'
import { logFormats } from './registry.js'

/** How well a format reads the first lines of a log. */
export interface Detected {
  readonly format: LogFormat
  /** Lines that tell of an exchange, and lines of this log that tell of none. */
  readonly exchanges: number
  readonly others: number
}

/**
 * The format that reads the most of these lines, and of those the one that says the most of each;
 * null where none reads any.
 */
export function detectFormat(lines: readonly Uint8Array[]): Detected | null {
  let best: Detected | null = null
  for (const format of logFormats) {
    const read = lineReader(format)
    let exchanges = 0
    let others = 0
    for (const line of lines) {
      const parsed = read(line, 0, line.length, nowhere)
      if (parsed === 'exchange') exchanges++
      else if (parsed === 'other') others++
    }
    if (exchanges + others === 0) continue
    // A JSON format takes any object as a line of its log: those that tell of an exchange count.
    const better =
      best === null ||
      exchanges > best.exchanges ||
      (exchanges === best.exchanges && others > best.others)
    if (better) best = { format, exchanges, others }
  }
  return best
}
