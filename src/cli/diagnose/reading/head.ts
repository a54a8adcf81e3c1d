import { detectFormat, lineReader, type LogFormat } from '../../../diagnosis/formats/index.js'
import { withoutBom } from './log-part.js'

const HEAD_LINES = 4_000
/** So many tell the format, unless none of them tells of an exchange: an application may begin with others. */
const ENOUGH = 200

/** What the beginning of a log tells. */
export interface Head {
  readonly lines: readonly Uint8Array[]
  readonly binary: boolean
}

/** The first lines; one that the end of `bytes` cuts off is left out, unless it is the only one. */
export function headIn(bytes: Buffer): Head {
  const start = withoutBom(bytes)
  const lines: Uint8Array[] = []
  for (let from = 0; from < start.length && lines.length < HEAD_LINES;) {
    const newline = start.indexOf(10, from)
    if (newline === -1 && lines.length > 0) break
    const end = newline === -1 ? start.length : newline
    const to = end > from && start[end - 1] === 13 ? end - 1 : end
    if (to > from) lines.push(start.subarray(from, to))
    from = end + 1
  }
  return { lines, binary: start.includes(0) }
}

/** The format that reads most of the first lines; null where none reads any. */
export function formatIn({ lines }: Head): LogFormat | null {
  const found = detectFormat(lines.slice(0, ENOUGH))
  if (found !== null && found.exchanges > 0) return found.format
  return detectFormat(lines)?.format ?? null
}

/** The first time that these lines tell; Infinity where they tell none. */
export function firstTime({ lines }: Head, format: LogFormat): number {
  const read = lineReader(format)
  let first = NaN
  const note = (time: unknown): void => {
    const ms = typeof time === 'string' ? Date.parse(time) : time
    if (typeof ms === 'number' && Number.isNaN(first)) first = ms
  }
  for (const line of lines) {
    read(line, 0, line.length, {
      add: (record) => note(record.time),
      completed: (_route, _ageMs, timeMs) => {
        note(timeMs)
        return false
      },
      completedBy: () => undefined,
    })
    if (!Number.isNaN(first)) return first
  }
  return Infinity
}
