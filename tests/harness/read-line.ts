import type { DiagnosisRecord } from '../../src/diagnosis/index.js'
import type { LineReader, Parsed } from '../../src/diagnosis/formats/index.js'

/** What a reader makes of one line, with a completed exchange as a record too. */
export function readLine(
  read: LineReader,
  line: string | Uint8Array,
): { parsed: Parsed; record: DiagnosisRecord | undefined } {
  const bytes = typeof line === 'string' ? Buffer.from(line) : line
  let record: DiagnosisRecord | undefined
  const parsed = read(bytes, 0, bytes.length, {
    add: (added) => void (record = added),
    completed: (route, ageMs, timeMs) => {
      record = { outcome: 'completed', route, ageMs, time: timeMs }
      return true
    },
    completedBy: (address, agent) => void (record = { ...record, client: { address, agent } }),
  })
  return { parsed, record }
}
