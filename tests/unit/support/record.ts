import type { Attribution, ErrorContext, ExchangeRecord } from '../../../src/index.js'

/** A record as a server makes it, for tests that need one and no server. */
export const record: ExchangeRecord = {
  v: 1,
  id: 'ab12-1',
  time: '2026-11-23T08:42:40.264Z',
  method: 'GET',
  route: '/report/:id',
  path: '/report/17',
  httpVersion: '1.1',
  outcome: 'client-disconnected',
  phase: 'processing',
  closure: 'fin',
  cause: { origin: 'client', rule: 'peer-closed' },
  statusSent: null,
  status: 499,
  ageMs: 812.078,
  firstByteMs: null,
  idleMs: 811.9,
  bytesIn: 131,
  bytesOut: 0,
  timeoutMs: 29_000,
  connection: { id: 2, request: 1, ageMs: 814 },
  client: { address: '203.0.113.0', agent: 'chrome', via: [] },
}

export const completedRecord: ExchangeRecord = {
  ...record,
  outcome: 'completed',
  phase: 'done',
  closure: 'none',
  cause: null,
  statusSent: 200,
  status: 200,
  firstByteMs: 812.078,
  idleMs: 0,
}

export const context: ErrorContext = { id: 'ab12-1', route: '/report/:id', phase: 'processing' }

export const ofApplication: Attribution = {
  origin: 'application',
  rule: 'client-present',
  quiet: false,
}
