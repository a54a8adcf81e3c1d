import type { Express } from 'express'
import { exchangeOf, requestTimeout } from '../../src/index.js'
import type { Middleware } from '../harness/http-shapes.js'
import { serverKinds, type ServerKind } from '../harness/servers.js'
import { cleanUp, holding, open } from './support.js'

afterEach(cleanUp)

const limitMs = 60_000
const trust = (): boolean => true
const plainKinds: readonly ServerKind[] = ['connect', 'http', 'h2']
const expressLike: readonly ServerKind[] = ['express5', 'express4', 'https']

/** What remains when a request with these headers comes to its handler. */
async function remaining(
  kind: ServerKind,
  limits: Middleware,
  headers: Readonly<Record<string, string>>,
  before: readonly Middleware[] = [],
) {
  const { layer, held } = holding()
  const scene = await open(kind, [...before, limits, layer])
  const visit = (await scene.visitor()).start({ headers })
  const { req, res } = await held.nth(1)
  const { remainingMs, limitMs: inForceMs } = exchangeOf(req).deadline
  res.end()
  await visit.reply
  return { remainingMs, inForceMs }
}

/** Sets Express' own setting from within, since the scene makes the application. */
const trusting =
  (setting: unknown): Middleware =>
  (req, _res, next) => {
    ;(req as unknown as { app: Express }).app.set('trust proxy', setting)
    next()
  }

const ago = (ms: number): Record<string, string> => ({
  'x-request-start': `t=${((Date.now() - ms) / 1000).toFixed(3)}`,
})

describe.each(serverKinds)('a budget from a peer that is believed on %s', (kind) => {
  test('takes the time in the queue off the limit', async () => {
    const limits = requestTimeout({ responseMs: limitMs, budget: { trust } })
    const { remainingMs, inForceMs } = await remaining(kind, limits, ago(30_000))
    expect(remainingMs).toBeLessThanOrEqual(30_001)
    expect(remainingMs).toBeGreaterThan(20_000)
    expect(inForceMs).toBe(limitMs)
  })

  test('counts a start in the future as none waited', async () => {
    const limits = requestTimeout({ responseMs: limitMs, budget: { trust } })
    const { remainingMs } = await remaining(kind, limits, ago(-30_000))
    expect(remainingMs).toBeLessThanOrEqual(limitMs)
    expect(remainingMs).toBeGreaterThan(50_000)
  })

  test.each([
    [{ 'grpc-timeout': '20S' }],
    [{ 'x-envoy-expected-rq-timeout-ms': '20000' }],
    [{ 'x-prometheus-scrape-timeout-seconds': '20' }],
    [{ prefer: 'wait=20' }],
  ] as Record<string, string>[][])('is the limit of the caller: %j', async (headers) => {
    const limits = requestTimeout({ responseMs: limitMs, budget: { trust } })
    const { remainingMs, inForceMs } = await remaining(kind, limits, headers)
    expect(remainingMs).toBeLessThanOrEqual(20_000)
    expect(remainingMs).toBeGreaterThan(10_000)
    expect(inForceMs).toBe(20_000)
  })

  test.each([
    [{ 'grpc-timeout': '9999H' }],
    [{ 'grpc-timeout': '0S' }],
    [{ 'x-envoy-expected-rq-timeout-ms': '-5' }],
    [{ 'x-envoy-expected-rq-timeout-ms': '999999999' }],
    [{ 'x-request-start': 't=9'.padEnd(400, '9') }],
    [{ 'x-request-start': 'constructor', prefer: 'wait=__proto__' }],
  ] as Record<string, string>[][])('lengthens nothing, and breaks nothing: %j', async (headers) => {
    const limits = requestTimeout({ responseMs: limitMs, budget: { trust } })
    const { remainingMs, inForceMs } = await remaining(kind, limits, headers)
    expect(remainingMs).toBeLessThanOrEqual(limitMs)
    expect(remainingMs).toBeGreaterThan(50_000)
    expect(inForceMs).toBe(limitMs)
  })

  test('that is spent already is answered, and the handler does not run', async () => {
    const { layer, held } = holding()
    const limits = requestTimeout({ responseMs: 20_000, graceMs: 20_000, budget: { trust } })
    const scene = await open(kind, [limits, layer])
    const visitor = await scene.visitor()
    const reply = await visitor.ask({ headers: ago(30_000) })
    expect(reply).toMatchObject({ status: 503 })
    expect(reply.headers['retry-after']).toBe('1')
    expect(held.all).toEqual([])
    expect(await scene.records.nth(1)).toMatchObject({
      outcome: 'timed-out',
      phase: 'processing',
      cause: { origin: 'timeout', rule: 'limit-passed' },
      timeoutMs: 20_000,
    })
    expect(scene.lates.all).toEqual([])
    // The connection serves the next one.
    const next = visitor.start({ headers: ago(0) })
    ;(await held.nth(1)).res.end('in time')
    expect(await next.reply).toMatchObject({ status: 200 })
  })

  test('is passed by the limit of its caller', async () => {
    const limits = requestTimeout({ responseMs: limitMs, budget: { trust } })
    const scene = await open(kind, [limits, holding().layer])
    const reply = await (await scene.visitor()).ask({ headers: { 'grpc-timeout': '25m' } })
    expect(reply).toMatchObject({ status: 503 })
    expect(reply.body).toContain('longer than 25 ms')
    expect(await scene.records.nth(1)).toMatchObject({ outcome: 'timed-out', timeoutMs: 25 })
  })

  test('is read as far as that is asked for', async () => {
    const both = { ...ago(30_000), 'grpc-timeout': '20S' }
    const queue = requestTimeout({ responseMs: limitMs, budget: { trust, callerLimit: false } })
    expect(await remaining(kind, queue, both)).toMatchObject({ inForceMs: limitMs })
    const caller = requestTimeout({ responseMs: limitMs, budget: { trust, queueTime: false } })
    const { remainingMs } = await remaining(kind, caller, both)
    expect(remainingMs).toBeGreaterThan(10_000)
  })
})

const callers = { 'grpc-timeout': '20S' }

describe.each(serverKinds)('a budget on %s', (kind) => {
  test('is not read by default', async () => {
    const { remainingMs } = await remaining(kind, requestTimeout({ responseMs: limitMs }), callers)
    expect(remainingMs).toBeGreaterThan(50_000)
  })

  test('is not read from a peer that nobody trusts', async () => {
    const limits = requestTimeout({ responseMs: limitMs, budget: {} })
    expect((await remaining(kind, limits, callers)).remainingMs).toBeGreaterThan(50_000)
  })

  test.each([
    ['says no', () => false],
    ['throws', () => fail()],
    ['gives a promise', () => Promise.resolve(true) as unknown as boolean],
    ['says something else', () => 'yes' as unknown as boolean],
  ])('is not read where trust %s', async (_what, no) => {
    const limits = requestTimeout({ responseMs: limitMs, budget: { trust: no } })
    expect((await remaining(kind, limits, callers)).remainingMs).toBeGreaterThan(50_000)
  })

  test('is read by the address of the peer', async () => {
    const asked: string[] = []
    const limits = requestTimeout({
      responseMs: limitMs,
      budget: {
        trust: (address) => {
          asked.push(address)
          return address.endsWith('127.0.0.1')
        },
      },
    })
    expect((await remaining(kind, limits, callers)).remainingMs).toBeLessThanOrEqual(20_000)
    expect(asked).toEqual([expect.stringMatching(/127\.0\.0\.1$/)])
  })
})

describe.each(expressLike)("Express' trust proxy on %s", (kind) => {
  test.each([
    [true, true],
    ['loopback', true],
    [1, true],
    ['127.0.0.1', true],
    [false, false],
    ['10.0.0.0/8', false],
    [(address: string) => address === '8.8.8.8', false],
  ])('%p decides who is believed', async (setting, believed) => {
    const limits = requestTimeout({ responseMs: limitMs, budget: {} })
    const { remainingMs } = await remaining(kind, limits, callers, [trusting(setting)])
    expect(remainingMs <= 20_000).toBe(believed)
  })
})

describe.each(plainKinds)('without Express, on %s', (kind) => {
  test('a request without a socket is nobody that is believed', async () => {
    const off: Middleware = (req, _res, next) => {
      const { socket } = req
      if (kind !== 'h2') Object.assign(req, { socket: null })
      next()
      if (kind !== 'h2') Object.assign(req, { socket })
    }
    const limits = requestTimeout({ responseMs: limitMs, budget: {} })
    expect((await remaining(kind, limits, callers, [off])).remainingMs).toBeGreaterThan(50_000)
  })
})

function fail(): never {
  throw new Error('no such network')
}
