import { Writable } from 'node:stream'

/** Takes everything and keeps nothing, so that no disk is measured. */
export function discard(): Writable {
  return new Writable({
    write(_chunk, _encoding, done) {
      done()
    },
  })
}

/**
 * What winstonObserver hands to winston for a completed request. An object of its own for each line,
 * since winston writes into it, and with a duration of its own, since V8 remembers how it wrote a
 * number: whoever logs requests through winston has both.
 */
export function lineOf(ms: number): typeof line {
  const ageMs = Math.round(ms * 1000) / 1000
  return { ...line, exchange: { ...line.exchange, ageMs, firstByteMs: ageMs } }
}

const line = {
  level: 'debug',
  message: 'completed GET / after 1 ms (200)',
  exchange: {
    v: 1,
    id: '5b1c9a0e-1a2b',
    time: '2026-01-01T00:00:00.000Z',
    method: 'GET',
    route: '/',
    path: '/',
    httpVersion: '1.1',
    outcome: 'completed',
    phase: 'done',
    closure: 'none',
    cause: null,
    statusSent: 200,
    status: 200,
    ageMs: 0.321,
    firstByteMs: 0.321,
    idleMs: 0,
    bytesIn: 52,
    bytesOut: 250,
    timeoutMs: 30_000,
    connection: { id: 12, request: 1234, ageMs: 4321 },
    client: { address: '127.0.0.0', agent: 'none', via: [] },
  },
}
