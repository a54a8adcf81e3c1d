import type { JsonLine, LineFormat, Sink } from './format.js'

export const hangupJson: LineFormat = {
  kind: 'line',
  name: 'hangup',
  title: "this package's records: winston's JSON lines with `exchange`, or bare records",
  component: null,
  source: 'docs/reference/records.md',
  disconnect: 'The `outcome` of the record, which names more than a status can.',
  tells: ['age', 'idle', 'first byte', 'phase', 'closure', 'route', 'via'],
  read(line, sink) {
    if (!line.startsWith('{')) return 'unparsed'
    let parsed: JsonLine
    try {
      parsed = JSON.parse(line) as JsonLine
    } catch {
      return 'unparsed'
    }
    return addRecord(parsed, sink) || addRecord(parsed['exchange'], sink) ? 'exchange' : 'other'
  },
}

const outcomes = ['completed', 'client-disconnected', 'timed-out', 'server-closed', 'failed']

function addRecord(value: unknown, sink: Sink): boolean {
  if (typeof value !== 'object' || value === null) return false
  const record = value as JsonLine
  if (record['v'] !== 1 || !outcomes.includes(record['outcome'] as string)) return false
  sink.add(record)
  return true
}
