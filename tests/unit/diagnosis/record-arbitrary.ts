import fc from 'fast-check'
import type { DiagnosisRecord } from '../../../src/diagnosis/index.js'

/** Exchanges as a log might tell them. */
export const anyRecord: fc.Arbitrary<DiagnosisRecord> = fc.record({
  time: fc.integer({ min: 1_700_000_000_000, max: 1_700_900_000_000 }),
  route: fc.constantFrom('/', '/a', '/b/:id', '/slow', null),
  path: fc.constantFrom('/x/17', '/y'),
  outcome: fc.constantFrom(
    'completed',
    'client-disconnected',
    'timed-out',
    'server-closed',
    'failed',
  ),
  phase: fc.constantFrom('receiving', 'processing', 'responding', 'flushing', null),
  closure: fc.constantFrom('fin', 'rst', 'none', null),
  ageMs: fc.oneof(
    fc.constantFrom(1000, 5000, 60_000),
    fc.double({ min: 0, max: 1e6, noNaN: true }),
  ),
  idleMs: fc.option(fc.double({ min: 0, max: 1e5, noNaN: true })),
  timeoutMs: fc.option(fc.constantFrom(5000, 29_000)),
  client: fc.record({
    address: fc.integer({ min: 0, max: 400 }).map((n) => `10.0.${n >> 4}.${n & 15}`),
    agent: fc.constantFrom('chrome', 'node', 'health-check', 'bot'),
    via: fc.subarray(['nginx', 'cloudflare']),
  }),
})
