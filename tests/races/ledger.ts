import type { IncomingMessage } from 'node:http'
import {
  exchangeOf,
  type Exchange,
  type ExchangeRecord,
  type LateEvent,
  type Observer,
} from '../../src/index.js'

interface Entry {
  readonly exchange: Exchange
  /** Null where it is asked for only in the end. */
  readonly signal: AbortSignal | null
  aborts: number
  heard: number
  records: ExchangeRecord[]
  lates: number
}

const reasons: Readonly<Record<string, string | undefined>> = {
  completed: undefined,
  'client-disconnected': 'ERR_CLIENT_DISCONNECTED',
  'timed-out': 'ERR_REQUEST_TIMEOUT',
  'server-closed': 'ERR_SERVER_CLOSED',
}

/** All that was told of each exchange. */
export class Ledger implements Observer {
  readonly #entries = new Map<string, Entry>()
  readonly #early: ExchangeRecord[] = []
  readonly outcomes: Record<string, number> = {}
  #settled = 0

  /** An exchange begins; every other signal is asked for early. */
  open(req: IncomingMessage): void {
    const exchange = exchangeOf(req)
    const signal = this.#entries.size % 2 === 0 ? exchange.signal : null
    const entry: Entry = { exchange, signal, aborts: 0, heard: 0, records: [], lates: 0 }
    signal?.addEventListener('abort', () => void entry.aborts++)
    exchange.onSettled(() => void entry.heard++)
    this.#entries.set(exchange.id, entry)
  }

  get opened(): number {
    return this.#entries.size
  }

  get settledCount(): number {
    return this.#settled
  }

  settled(record: ExchangeRecord): void {
    this.#settled++
    this.outcomes[record.outcome] = (this.outcomes[record.outcome] ?? 0) + 1
    const entry = this.#entries.get(record.id)
    if (entry === undefined) this.#early.push(record)
    else entry.records.push(record)
  }

  late({ id }: LateEvent): void {
    const entry = this.#entries.get(id)
    if (entry !== undefined) entry.lates++
  }

  outcomeOf(id: string): string | undefined {
    return this.#entries.get(id)?.records[0]?.outcome
  }

  /** What is wrong, in words; empty where nothing is. */
  problems(): string[] {
    const found = this.#early.map(({ id }) => `${id} settled unopened`)
    for (const [id, entry] of this.#entries)
      found.push(...problemsOf(entry).map((p) => `${id} ${p}`))
    return found
  }
}

function problemsOf({ exchange, signal, aborts, heard, records, lates }: Entry): string[] {
  const found: string[] = []
  const expect = (is: unknown, wanted: unknown, what: string): void => {
    if (is !== wanted) found.push(`${what}: ${String(is)} instead of ${String(wanted)}`)
  }
  const [record] = records
  expect(records.length, 1, 'records')
  expect(heard, 1, 'calls of onSettled')
  if (record === undefined) return found
  const completed = record.outcome === 'completed'
  // A pipelined request loses its connection to the one before it, whose limit cuts it.
  const lost = record.connection.request > 1 && record.cause?.rule === 'connection-destroyed'
  if (!(record.outcome in reasons) || (record.outcome === 'server-closed' && !lost)) {
    found.push(`outcome ${JSON.stringify(record)}`)
  }
  expect(exchange.outcome, record.outcome, 'outcome')
  expect(exchange.signal.aborted, !completed, `signal aborted when ${record.outcome}`)
  const reason = exchange.signal.reason as { code?: string } | undefined
  expect(reason?.code, reasons[record.outcome], `reason when ${record.outcome}`)
  if (signal !== null) expect(aborts, completed ? 0 : 1, `aborts when ${record.outcome}`)
  if (lates > 1) found.push(`told late ${lates} times`)
  if (completed && lates > 0) found.push('told late though completed')
  return found
}
