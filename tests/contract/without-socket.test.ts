import { EventEmitter } from 'node:events'
import { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { Writable } from 'node:stream'
import {
  abortDetection,
  abortSignal,
  errorHandler,
  exchangeOf,
  isClientDisconnect,
  requestTimeout,
  type ExchangeRecord,
} from '../../src/index.js'
import { aborted, Inbox } from './support.js'

const sockets: readonly [what: string, socket: unknown, address: string | null][] = [
  ['null', null, null],
  ['undefined', undefined, null],
  ['a plain object', { remoteAddress: '192.0.2.7' }, '192.0.2.0'],
  ['an emitter', Object.assign(new EventEmitter(), { remoteAddress: '192.0.2.7' }), '192.0.2.0'],
]

/** A request and a response as an adapter makes them, and what was told of their exchange. */
function made(socket: unknown) {
  const req = new IncomingMessage(socket as Socket)
  Object.assign(req, { method: 'GET', url: '/report?secret=1', socket, complete: true })
  const res = new ServerResponse(req)
  const sink = new Writable({ write: (_chunk, _encoding, done) => done() })
  res.assignSocket(sink as unknown as Socket)
  const records = new Inbox<ExchangeRecord>('record')
  const observer = { settled: (record: ExchangeRecord) => records.push(record) }
  let passed = 0
  abortDetection({ observers: [observer] })(req, res, () => passed++)
  expect(passed).toBe(1)
  return { req, res, records }
}

describe.each(sockets)('a request whose socket is %s', (_what, socket, address) => {
  test('completes once', async () => {
    const { req, res, records } = made(socket)
    const signal = abortSignal(req)
    expect(exchangeOf(res).phase).toBe('processing')
    res.write('hello')
    expect(exchangeOf(res).phase).toBe('responding')
    res.end()
    expect(await records.nth(1)).toMatchObject({
      outcome: 'completed',
      path: '/report',
      status: 200,
      bytesIn: 0,
      bytesOut: 0,
      client: { address },
    })
    res.emit('close')
    expect(exchangeOf(req)).toMatchObject({ phase: 'done', outcome: 'completed' })
    expect(signal.aborted).toBe(false)
    expect(records.all).toHaveLength(1)
  })

  test.each([
    ['its response closes', ({ res }: ReturnType<typeof made>) => res.emit('close')],
    ['it tells that it was aborted', ({ req }: ReturnType<typeof made>) => req.emit('aborted')],
  ])('is the client’s departure where %s before it is answered', async (_how, leave) => {
    const mine = made(socket)
    const signal = abortSignal(mine.req)
    leave(mine)
    expect(await mine.records.nth(1)).toMatchObject({
      outcome: 'client-disconnected',
      phase: 'processing',
      closure: 'none',
      cause: { origin: 'client', rule: 'response-closed' },
      statusSent: null,
      status: 499,
    })
    const reason = await aborted(signal)
    expect(reason).toMatchObject({ code: 'ERR_CLIENT_DISCONNECTED' })
    expect(isClientDisconnect(reason, mine.req)).toBe(true)
    mine.res.end()
    expect(mine.records.all).toHaveLength(1)
  })

  test('is timed out and answered', async () => {
    const { req, res, records } = made(socket)
    const errors = errorHandler()
    requestTimeout(20)(req, res, (error) => {
      if (error !== undefined) errors(error, req, res, () => undefined)
    })
    expect(await aborted(abortSignal(req))).toMatchObject({ code: 'ERR_REQUEST_TIMEOUT' })
    expect(await records.nth(1)).toMatchObject({ outcome: 'timed-out', statusSent: 503 })
  })

  test('is cut where its answer has begun when a limit passes', async () => {
    const { req, res, records } = made(socket)
    res.write('beginning')
    requestTimeout({ totalMs: 20 })(req, res, () => undefined)
    expect(await records.nth(1)).toMatchObject({
      outcome: 'timed-out',
      phase: 'responding',
      statusSent: 200,
    })
    res.end('late')
    expect(records.all).toHaveLength(1)
  })

  test('gets nothing wrong with an error while its client is there', () => {
    const { req, res, records } = made(socket)
    const passed: unknown[] = []
    const error = Object.assign(new Error('aborted'), { code: 'ECONNRESET' })
    errorHandler()(error, req, res, (next) => void passed.push(next))
    expect(passed).toEqual([error])
    expect(records.all).toEqual([])
  })
})
