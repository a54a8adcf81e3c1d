import type { LineReader, LogFormat } from './format.js'
import { textOf } from './intern.js'
import { jsonReader } from './json-reader.js'
import { textReader } from './text-reader.js'

/** What stands in front of a line that syslog, Docker or Kubernetes has passed on. */
const marks = [']: ', 'nginx: ', ' stdout F ', ' stderr F ', ' | ', ' {'].map((text) =>
  Uint8Array.from(Buffer.from(text)),
)
const MAX_PREFIX = 160

/**
 * Makes a format ready to read lines, one reader for one thread: it remembers what it has seen. A
 * line that syslog, Docker or Kubernetes put a header before is read from behind it.
 */
export function lineReader(format: LogFormat): LineReader {
  const read = plainReader(format)
  return (bytes, from, to, sink) => {
    const parsed = read(bytes, from, to, sink)
    if (parsed !== 'unparsed') return parsed
    for (const mark of marks) {
      const start = prefixEnd(bytes, from, to, mark)
      if (start === -1) continue
      const again = read(bytes, start, to, sink)
      if (again !== 'unparsed') return again
    }
    return 'unparsed'
  }
}

function plainReader(format: LogFormat): LineReader {
  if (format.kind === 'text') return textReader(format)
  const read = format.kind === 'json' ? jsonReader(format) : format.read
  return (bytes, from, to, sink) => read(textOf(bytes, from, to), sink)
}

/** Where the line goes on behind the mark; the brace of a JSON object is part of the line. */
function prefixEnd(bytes: Uint8Array, from: number, to: number, mark: Uint8Array): number {
  const end = Math.min(to, from + MAX_PREFIX)
  for (let at = from; at + mark.length <= end; at++) {
    let same = 0
    while (same < mark.length && bytes[at + same] === mark[same]) same++
    if (same === mark.length) return at + mark.length - (mark[same - 1] === BRACE ? 1 : 0)
  }
  return -1
}

const BRACE = 123
