import type { ExchangeRecord } from '../../src/index.js'
import { serverKinds } from '../harness/servers.js'
import { cleanUp, holding, open } from './support.js'

afterEach(cleanUp)

type Check = (value: unknown) => boolean

const isString: Check = (value) => typeof value === 'string'
const isNumber: Check = (value) => typeof value === 'number' && Number.isFinite(value) && value >= 0
const isWhole: Check = (value) => isNumber(value) && Number.isInteger(value)
const oneOf =
  (...words: unknown[]): Check =>
  (value) =>
    words.includes(value)
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value)
const fields =
  (checks: Readonly<Record<string, Check>>): Check =>
  (value) => {
    const given = value as Record<string, unknown>
    expect(Object.keys(given).sort()).toEqual(Object.keys(checks).sort())
    for (const [name, check] of Object.entries(checks)) {
      expect([name, given[name], check(given[name])]).toEqual([name, given[name], true])
    }
    return true
  }

const isRecord = fields({
  v: oneOf(1),
  id: (value) => /^[\da-z]+-[\da-z]+$/.test(String(value)),
  time: (value) => new Date(String(value)).toISOString() === value,
  method: isString,
  route: orNull(isString),
  path: isString,
  httpVersion: oneOf('1.1', '2.0'),
  outcome: oneOf('completed', 'client-disconnected', 'timed-out', 'server-closed', 'failed'),
  phase: oneOf('receiving', 'processing', 'responding', 'flushing', 'done'),
  closure: oneOf('fin', 'rst', 'h2-cancel', 'h2-goaway', 'none'),
  cause: orNull(
    fields({
      origin: oneOf('client', 'timeout', 'server', 'application', 'ambiguous'),
      rule: isString,
    }),
  ),
  statusSent: orNull(isWhole),
  status: orNull(isWhole),
  ageMs: isNumber,
  firstByteMs: orNull(isNumber),
  idleMs: isNumber,
  bytesIn: isWhole,
  bytesOut: isWhole,
  timeoutMs: orNull(isNumber),
  connection: fields({ id: isWhole, request: isWhole, ageMs: isNumber }),
  client: fields({ address: orNull(isString), agent: isString, via: Array.isArray }),
})

function isDeeplyFrozen(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true
  return Object.isFrozen(value) && Object.values(value).every(isDeeplyFrozen)
}

describe.each(serverKinds)('the record on %s', (kind) => {
  async function completed(): Promise<ExchangeRecord> {
    const scene = await open(kind, [(_req, res) => res.end('hello')])
    await (await scene.visitor()).ask({ headers: { 'user-agent': 'curl/8.5.0' } })
    return scene.records.nth(1)
  }

  async function abandoned(): Promise<ExchangeRecord> {
    const { layer, held } = holding()
    const scene = await open(kind, [layer])
    const visit = (await scene.visitor()).start()
    await held.nth(1)
    visit.leave()
    return scene.records.nth(1)
  }

  test('has every field of its schema, and no other', async () => {
    isRecord(await completed())
    isRecord(await abandoned())
  })

  test('is frozen in all its depth', async () => {
    expect(isDeeplyFrozen(await completed())).toBe(true)
    expect(isDeeplyFrozen(await abandoned())).toBe(true)
  })

  test('is plain JSON', async () => {
    for (const record of [await completed(), await abandoned()]) {
      expect(JSON.parse(JSON.stringify(record))).toStrictEqual(record)
    }
  })

  test('tells who asked and from where, coarsely', async () => {
    const { client, httpVersion } = await completed()
    expect(client).toEqual({ address: '127.0.0.0', agent: 'curl', via: [] })
    expect(httpVersion).toBe(kind === 'h2' ? '2.0' : '1.1')
  })

  test('tells of each request on a connection who asked, where a proxy passes on those of many', async () => {
    const scene = await open(kind, [(_req, res) => res.end('hello')])
    const visitor = await scene.visitor()
    const browser = 'Mozilla/5.0 (X11; rv:140.0) Gecko/20100101 Firefox/140.0'
    const asked = [{}, {}, { 'user-agent': browser }, { 'user-agent': browser, 'cf-ray': '1' }, {}]
    for (const headers of asked) await visitor.ask({ headers })
    await scene.records.nth(asked.length)
    const told = scene.records.all.map(({ client }) => [client.agent, ...client.via])
    expect(told).toEqual([['none'], ['none'], ['firefox'], ['firefox', 'cloudflare'], ['none']])
  })

  test('tells times that fit together', async () => {
    const { ageMs, firstByteMs, connection } = await completed()
    expect(firstByteMs).toBeLessThanOrEqual(ageMs)
    expect(connection.ageMs + 1).toBeGreaterThanOrEqual(ageMs)
  })

  test('counts the bytes that moved', async () => {
    const scene = await open(kind, [
      (req, res) =>
        req.resume().on('end', () => {
          res.setHeader('content-length', 20_000)
          res.end('x'.repeat(20_000))
        }),
    ])
    await (await scene.visitor()).ask({ method: 'POST', body: 'y'.repeat(10_000) })
    const { bytesIn, bytesOut } = await scene.records.nth(1)
    expect(bytesIn).toBeGreaterThanOrEqual(10_000)
    expect(bytesIn).toBeLessThan(11_500)
    expect(bytesOut).toBeGreaterThanOrEqual(20_000)
    expect(bytesOut).toBeLessThan(21_500)
  })
})
