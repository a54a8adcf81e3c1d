import { safeText } from '../../exchange/index.js'
import type { ExchangeRecord, Outcome } from '../../types/index.js'

const verbs: Readonly<Record<Outcome, string>> = {
  completed: 'completed',
  'client-disconnected': 'client disconnected',
  'timed-out': 'timed out',
  'server-closed': 'server closed',
  failed: 'failed',
}

const MAX_LENGTH = 1280

/**
 * A record as one line for a person, at most 1,280 characters of it: `client disconnected while
 * processing GET /report after 812 ms (499, fin)`.
 *
 * @example
 * ```ts
 * const observer: Observer = { settled: (record) => console.info(describeRecord(record)) }
 * ```
 */
export function describeRecord(record: ExchangeRecord): string {
  const { method, path, outcome, phase, ageMs, status, closure } = record
  const when = outcome === 'completed' ? '' : ` while ${phase}`
  const how = closure === 'none' ? '' : closure
  const facts = status === null ? how : how === '' ? String(status) : `${String(status)}, ${how}`
  const tail = facts === '' ? '' : ` (${facts})`
  const line = `${verbs[outcome]}${when} ${method} ${path} after ${String(Math.round(ageMs))} ms${tail}`
  // Records of ours are safe; one that was read back from somewhere may not be.
  return safeText(line, MAX_LENGTH)
}
