import express from 'express'
import { definePolicy, deadlineHeaders, exchangeOf, requestTimeout } from '../../src/index.js'
import type { Middleware } from '../harness/http-shapes.js'
import { serverKinds } from '../harness/servers.js'
import { cleanUp, holding, open, type Scene } from './support.js'

afterEach(cleanUp)

const limitMs = 25

/** A router that was imported before there was an application, with policies of its own. */
const brief = definePolicy({ responseMs: limitMs })
const patient = definePolicy({ responseMs: 60_000 })
const handler = holding()
const early = express
  .Router()
  .get('/brief', requestTimeout(brief), handler.layer as never)
  .get('/patient', requestTimeout(patient), (_req, res) => void res.send('in time'))

test.each(['express5', 'https'] as const)('policies are values on %s', async (kind) => {
  const scene = await open(kind, [requestTimeout(30_000), early as unknown as Middleware])
  const visitor = await scene.visitor()
  expect(await visitor.ask({ path: '/brief' })).toMatchObject({ status: 503 })
  expect(await visitor.ask({ path: '/patient' })).toMatchObject({ status: 200 })
  const [first, second] = [await scene.records.nth(1), await scene.records.nth(2)]
  expect([first.timeoutMs, second.timeoutMs]).toEqual([limitMs, 60_000])
})

/** Asks for `/limited`, which times out, while another request does not. */
async function outlasts(scene: Scene, unlimited: Promise<unknown>): Promise<void> {
  let answered = false
  void unlimited.then(() => (answered = true))
  expect((await (await scene.visitor()).ask({ path: '/limited' })).status).toBe(503)
  expect(answered).toBe(false)
}

describe.each(serverKinds)('a limit of the whole application on %s', (kind) => {
  /** `/limited` is left alone; every other path goes through `layers` to a held handler. */
  async function start(...layers: Middleware[]) {
    const limited = holding()
    const { layer, held } = holding()
    const own = layers.map<Middleware>((each) => (req, res, next) => {
      if (req.url === '/limited') next()
      else each(req, res, next)
    })
    const scene = await open(kind, [
      requestTimeout(limitMs),
      ...own,
      (req, res, next) => {
        if (req.url === '/limited') limited.layer(req, res, next)
        else layer(req, res, next)
      },
    ])
    const visit = (await scene.visitor()).start({ path: '/' })
    const { req, res } = await held.nth(1)
    return { scene, visit, res, deadline: exchangeOf(req).deadline, req }
  }

  test('is out of force behind disabled()', async () => {
    const { scene, visit, res, deadline, req } = await start(requestTimeout.disabled())
    expect(deadline).toMatchObject({ limitMs: null, remainingMs: Infinity })
    expect(deadlineHeaders(req)).toEqual({})
    await outlasts(scene, visit.reply)
    res.end('in time')
    expect(await visit.reply).toMatchObject({ status: 200 })
    const records = [await scene.records.nth(1), await scene.records.nth(2)]
    expect(records.find(({ path }) => path === '/')).toMatchObject({ timeoutMs: null })
  })

  test('is in force again behind the next limit', async () => {
    const { visit } = await start(requestTimeout.disabled(), requestTimeout(brief))
    expect(await visit.reply).toMatchObject({ status: 503 })
  })

  test.each([
    ['extended', (req: never) => exchangeOf(req).deadline.extend(60_000)],
    ['set', (req: never) => exchangeOf(req).deadline.set(60_000)],
    ['cleared', (req: never) => exchangeOf(req).deadline.clear()],
  ])('is %s by a handler', async (_what, move) => {
    const told: boolean[] = []
    const { scene, visit, res, deadline } = await start((req, _res, next) => {
      told.push(move(req as never))
      next()
    })
    expect(told).toEqual([true])
    expect(deadline.remainingMs).toBeGreaterThan(50_000)
    await outlasts(scene, visit.reply)
    res.end('in time')
    expect(await visit.reply).toMatchObject({ status: 200, body: 'in time' })
  })

  test('is shortened by a handler', async () => {
    const { visit, deadline, scene } = await start(requestTimeout(60_000))
    expect(deadline.set(10)).toBe(true)
    expect(await visit.reply).toMatchObject({ status: 503 })
    expect(await scene.records.nth(1)).toMatchObject({ outcome: 'timed-out' })
  })

  test('is moved by nothing once it has passed', async () => {
    const { visit, deadline, req, scene } = await start()
    expect(await visit.reply).toMatchObject({ status: 503 })
    await scene.records.nth(1)
    expect([deadline.extend(60_000), deadline.set(60_000), deadline.clear()]).toEqual(
      Array(3).fill(false),
    )
    expect(deadline).toMatchObject({ remainingMs: 0, limitMs })
    expect(deadlineHeaders(req)).toMatchObject({ 'grpc-timeout': '1m' })
  })

  test('is told to what is called meanwhile, as the time that remains', async () => {
    const { visit, req, res } = await start(requestTimeout({ totalMs: 60_000 }))
    const headers = deadlineHeaders(req)
    const ms = Number(headers['x-envoy-expected-rq-timeout-ms'])
    expect(headers['grpc-timeout']).toBe(`${String(ms)}m`)
    expect(ms).toBeGreaterThan(50_000)
    expect(ms).toBeLessThanOrEqual(60_000)
    res.end()
    await visit.reply
  })

  test('is one that a handler may set where no middleware has', async () => {
    const scene = await open(kind, [
      (req, _res) => void exchangeOf(req).deadline.set(limitMs),
      holding().layer,
    ])
    expect(await (await scene.visitor()).ask()).toMatchObject({ status: 503 })
  })
})
