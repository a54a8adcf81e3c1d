import {
  abortSignal,
  exchangeOf,
  handleDisconnect,
  isRequestTimeoutError,
  requestTimeout,
} from '../../src/index.js'
import type { ErrorMiddleware, Middleware } from '../harness/http-shapes.js'
import { serverKinds } from '../harness/servers.js'
import { turns } from '../harness/turns.js'
import {
  dropIn,
  frameworks,
  holdTimeInEach,
  pass,
  route,
  tellError,
  timed,
  watched,
} from './connect-timeout-support.js'
import { holding, open } from './support.js'

holdTimeInEach()

describe.each(serverKinds)('with abortDetection and errorHandler on %s', (kind) => {
  test('errorHandler answers, the error is the timeout’s, and there is one outcome', async () => {
    const { layer, held, events } = watched()
    const scene = await open(kind, [dropIn(100), layer])
    const visit = (await scene.visitor()).start()
    const { req, res } = await held.nth(1)
    pass(100)
    const reply = await visit.reply
    expect(reply).toMatchObject({ status: 503 })
    expect(reply!.headers).toMatchObject({
      'content-type': 'application/problem+json',
      'retry-after': '1',
    })
    expect(await scene.records.nth(1)).toMatchObject({
      outcome: 'timed-out',
      cause: { origin: 'timeout', rule: 'limit-passed' },
      statusSent: 503,
      timeoutMs: 100,
    })
    expect(scene.told.all).toHaveLength(1)
    expect(scene.told.all[0]).toMatchObject({
      error: { code: 'ETIMEDOUT', timeout: 100, cause: abortSignal(req).reason },
      verdict: { origin: 'timeout', rule: 'signal-reason', quiet: false },
    })
    expect([scene.downstream.all, events.all]).toEqual([[], [[100]]])

    res.end('late')
    expect(await scene.lates.nth(1)).toMatchObject({ what: 'end' })
    await turns(3)
    expect(scene.records.all).toHaveLength(1)
  })

  test("with timeouts: 'next' the application answers, by connect-timeout's error", async () => {
    const { layer, held } = watched()
    const scene = await open(kind, [dropIn(100), layer], {
      errors: { timeouts: 'next' },
      lastResort: tellError,
    })
    const visit = (await scene.visitor()).start()
    await held.nth(1)
    pass(100)
    expect(await visit.reply).toMatchObject({ status: 503, body: 'Response timeout after 100ms' })
    expect(scene.downstream.all).toHaveLength(1)
  })

  test('an error handler of the application that stands first answers', async () => {
    const { layer, held } = watched()
    const scene = await open(kind, [dropIn(100), layer], { beforeErrors: [tellError] })
    const visit = (await scene.visitor()).start()
    await held.nth(1)
    pass(100)
    expect(await visit.reply).toMatchObject({ status: 503, body: 'Response timeout after 100ms' })
    expect(await scene.records.nth(1)).toMatchObject({ outcome: 'timed-out', statusSent: 503 })
  })

  test('handleDisconnect leaves it to who asks', async () => {
    const dealt: boolean[] = []
    const own: ErrorMiddleware = (error, req, res, next) => {
      dealt.push(handleDisconnect(error, req, res))
      tellError(error, req, res, next)
    }
    const { layer, held } = watched()
    const scene = await open(kind, [dropIn(100), layer], { errors: false, lastResort: own })
    const visit = (await scene.visitor()).start()
    await held.nth(1)
    pass(100)
    expect(await visit.reply).toMatchObject({ status: 503 })
    expect(dealt).toEqual([false])
  })

  test('a client that left before is not timed out', async () => {
    const { layer, held, events } = watched()
    const scene = await open(kind, [dropIn(100), layer])
    const visit = (await scene.visitor()).start()
    const { req } = await held.nth(1)
    visit.leave()
    expect(await scene.records.nth(1)).toMatchObject({ outcome: 'client-disconnected' })
    pass(200)
    expect([timed(req).timedout, events.all]).toEqual([false, []])
    expect(abortSignal(req).reason).toMatchObject({ code: 'ERR_CLIENT_DISCONNECTED' })
  })

  test('the time before it is mounted does not count', async () => {
    const before = holding()
    const { layer, held } = watched()
    const scene = await open(kind, [before.layer, dropIn(100), layer])
    const visit = (await scene.visitor()).start()
    const { next } = await before.held.nth(1)
    pass(70)
    next()
    const req = timed((await held.nth(1)).req)
    expect(exchangeOf(req).deadline).toMatchObject({ limitMs: 100, remainingMs: 100 })
    pass(99)
    expect(req.timedout).toBe(false)
    pass(1)
    expect(await visit.reply).toMatchObject({ status: 503 })
  })

  test('the handler may extend it', async () => {
    const { layer, held } = watched(({ req }) => exchangeOf(req).deadline.extend(50))
    const scene = await open(kind, [dropIn(100), layer])
    const visit = (await scene.visitor()).start()
    const req = timed((await held.nth(1)).req)
    pass(149)
    expect(req.timedout).toBe(false)
    pass(1)
    expect(await visit.reply).toMatchObject({ status: 503 })
  })

  test.each([true, false])(
    'an exchange that is over is left alone (respond: %s)',
    async (respond) => {
      const scene = await open(kind, [
        (req, res, next) => res.end('over', () => void exchangeOf(req).onSettled(() => next())),
        dropIn(100, { respond }),
        (req, _res, _next) => seen.push(timed(req).timedout),
      ])
      const seen: boolean[] = []
      const visit = (await scene.visitor()).start()
      expect(await visit.reply).toMatchObject({ status: 200, body: 'over' })
      await scene.records.nth(1)
      pass(1_000)
      expect(seen).toEqual([false])
      expect([scene.told.all, scene.downstream.all]).toEqual([[], []])
    },
  )
})

describe.each(serverKinds)('with requestTimeout on %s', (kind) => {
  const both = async (far: Middleware, near: Middleware) => {
    const { layer, held, events } = watched()
    const scene = await open(kind, [far, near, layer])
    const visit = (await scene.visitor()).start()
    return { scene, visit, events, ...(await held.nth(1)) }
  }

  test.each([50, 200])(
    'the nearer requestTimeout(%s) wins, and timedout stays false',
    async (ms) => {
      const { scene, visit, events, req } = await both(dropIn(100), requestTimeout(ms))
      pass(ms - 1)
      expect(abortSignal(req).aborted).toBe(false)
      pass(1)
      expect(await visit.reply).toMatchObject({ status: 503 })
      expect(isRequestTimeoutError(scene.told.all[0]!.error)).toBe(true)
      expect([timed(req).timedout, events.all]).toEqual([false, []])
      expect(await scene.records.nth(1)).toMatchObject({ outcome: 'timed-out', timeoutMs: ms })
    },
  )

  test.each([50, 200])('the nearer timeout(%s) wins', async (ms) => {
    const { scene, visit, events, req } = await both(requestTimeout(100), dropIn(ms))
    pass(ms - 1)
    expect(timed(req).timedout).toBe(false)
    pass(1)
    expect(await visit.reply).toMatchObject({ status: 503 })
    expect(scene.told.all).toMatchObject([{ error: { code: 'ETIMEDOUT', timeout: ms } }])
    expect([timed(req).timedout, events.all]).toEqual([true, [[ms]]])
  })

  test('requestTimeout.disabled() takes it out of force, as req.clearTimeout() does both', async () => {
    const off = await both(dropIn(100), requestTimeout.disabled())
    const cleared = await both(dropIn(100), requestTimeout(200))
    timed(cleared.req).clearTimeout()
    pass(1_000)
    for (const { res, visit } of [off, cleared]) {
      res.end('in time')
      expect(await visit.reply).toMatchObject({ status: 200, body: 'in time' })
    }
  })
})

describe.each(frameworks)('on a route of %s', (kind) => {
  test('the errorHandler of the application answers', async () => {
    const { layer, held } = watched()
    const scene = await open(kind, [route(kind, '/slow', dropIn('0.1s'), layer)])
    const visit = (await scene.visitor()).start({ path: '/slow' })
    const { res } = await held.nth(1)
    pass(100)
    expect(await visit.reply).toMatchObject({ status: 503 })
    res.end('late')
    expect(await scene.records.nth(1)).toMatchObject({ outcome: 'timed-out' })
    expect(scene.told.all).toHaveLength(1)
    expect(scene.downstream.all).toEqual([])
  })
})
