import { abortSignal, isRequestTimeoutError } from '../../src/index.js'
import { turns } from '../harness/turns.js'
import {
  bare,
  connectTimeout,
  dropIn,
  frameworks,
  holdTimeInEach,
  pass,
  route,
  timed,
  watched,
  type Timeout,
} from './connect-timeout-support.js'
import { Inbox } from './support.js'

holdTimeInEach()

describe.each(frameworks)('on purpose the drop-in differs on %s:', (kind) => {
  /** A handler whose limit has passed and that was answered for, with its connection. */
  async function late(timeout: Timeout, options = {}) {
    const { layer, held } = watched(({ req, res }) => {
      req.on('timeout', () => {
        if (!res.writableEnded) res.writeHead(503).end()
      })
    })
    const scene = await bare(kind, [
      (req, res, next) => (req.url === '/next' ? res.end('next') : next()),
      timeout(100, options),
      layer,
    ])
    const visitor = await scene.visitor()
    const visit = visitor.start()
    const handler = await held.nth(1)
    pass(100)
    expect(await visit.reply).toMatchObject({ status: 503 })
    await turns(3)
    return { ...handler, scene, again: () => visitor.start({ path: '/next' }).reply }
  }

  test.each<[time: number, options: object, what: string]>([
    [0, {}, 'timeout(0), which is 5 s with connect-timeout'],
    [100, { respond: 'false' }, "respond: 'false', which is false with connect-timeout"],
    [100, { repsond: false }, 'a misspelt option, which connect-timeout ignores'],
  ])('timeout(%j, %j) throws at start-up: %s', (time, options, _what) => {
    expect(() => dropIn(time, options)).toThrow(
      expect.objectContaining({ code: 'ERR_HANGUP_OPTION' }),
    )
    expect(() => connectTimeout(time, options)).not.toThrow()
  })

  test.each(['5 sceonds', '5x', '-5s', '25 days'])(
    "time '%s' throws at start-up, where connect-timeout answers 503 at once",
    async (typo) => {
      expect(() => dropIn(typo)).toThrow(`received '${typo}'`)
      const warning = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
      const { layer, held } = watched()
      const scene = await bare(kind, [connectTimeout(typo), layer])
      const visit = (await scene.visitor()).start()
      await held.nth(1)
      pass(1)
      expect(await visit.reply).toMatchObject({ status: 503 })
      warning.mockRestore()
    },
  )

  test.each([
    ['respond: true', {}],
    ['respond: false', { respond: false }],
  ])(
    'what the late handler sends is dropped, where it throws with connect-timeout (%s)',
    async (_options, options) => {
      const with503 = expect.objectContaining({ code: 'ERR_HTTP_HEADERS_SENT' })
      const theirs = await late(connectTimeout, options)
      expect(() => theirs.res.setHeader('a', 'b')).toThrow(with503)

      const ours = await late(dropIn, options)
      ours.res.setHeader('a', 'b')
      ours.res.statusCode = 200
      if ('json' in ours.res) (ours.res as unknown as { json(body: unknown): void }).json({})
      else ours.res.end('late')
      expect(await ours.again()).toMatchObject({ status: 200, body: 'next' })
      expect(ours.res.statusCode).toBe(503)
    },
  )

  test('a listener may answer after an error handler has, where it throws with connect-timeout', async () => {
    const open = async (timeout: Timeout) => {
      const { layer, held } = watched(({ req, res }) =>
        req.on('timeout', () => res.setHeader('a', 'b').end('by the listener')),
      )
      const scene = await bare(kind, [timeout(100), layer])
      const visit = (await scene.visitor()).start()
      await held.nth(1)
      return visit
    }
    const theirs = await open(connectTimeout)
    expect(() => pass(100)).toThrow(expect.objectContaining({ code: 'ERR_HTTP_HEADERS_SENT' }))
    await theirs.reply

    const ours = await open(dropIn)
    pass(100)
    expect(await ours.reply).toMatchObject({ status: 503, body: 'Response timeout after 100ms' })
  })

  test('where no error handler answers, it is answered after 5 s: with connect-timeout never', async () => {
    const open = async (timeout: Timeout) => {
      const { layer, held } = watched()
      const scene = await bare(kind, [timeout(100), layer], { lastResort: () => undefined })
      const visit = (await scene.visitor()).start()
      return { visit, ...(await held.nth(1)) }
    }
    const theirs = await open(connectTimeout)
    pass(60_000)
    expect(theirs.res.writableEnded).toBe(false)

    const ours = await open(dropIn)
    pass(100)
    pass(5_000)
    expect(await ours.visit.reply).toMatchObject({ status: 503 })
  })

  test('a late next(error) leaves the connection alone, where it is destroyed with connect-timeout', async () => {
    const theirs = await late(connectTimeout)
    theirs.next(new Error('late'))
    await turns(3)
    expect(theirs.req.socket.destroyed).toBe(true)

    const ours = await late(dropIn)
    ours.next(new Error('late'))
    await turns(3)
    expect(await ours.again()).toMatchObject({ status: 200, body: 'next' })
  })

  test.each([true, false])('the signal is aborted (respond: %s)', async (respond) => {
    const { req, scene } = await late(dropIn, { respond })
    const { aborted, reason } = abortSignal(req)
    expect(aborted).toBe(true)
    expect(isRequestTimeoutError(reason)).toBe(true)
    expect(reason).toMatchObject({ limit: 'responseMs', limitMs: 100, status: 503 })
    for (const error of scene.downstream.all) expect((error as Error).cause).toBe(reason)
    expect(scene.downstream.all).toHaveLength(respond ? 1 : 0)
  })

  test("the socket's idle timeout sets off no 503, where it does with connect-timeout", async () => {
    const open = async (timeout: Timeout) => {
      const idle = new Inbox<unknown>('idle timeout')
      const { layer, held } = watched(({ req }) => req.setTimeout(1, () => idle.push(req)))
      const scene = await bare(kind, [timeout(100), layer])
      const visit = (await scene.visitor()).start({ method: 'POST', body: 'half', cut: true })
      return { scene, visit, idle, ...(await held.nth(1)) }
    }
    const theirs = await open(connectTimeout)
    expect(await theirs.visit.reply).toMatchObject({ status: 503 })
    expect(timed(theirs.req).timedout).toBe(false)

    const ours = await open(dropIn)
    await ours.idle.nth(1)
    await turns(3)
    expect(ours.scene.downstream.all).toEqual([])
    ours.res.end('still here')
    expect(await ours.visit.reply).toMatchObject({ status: 200, body: 'still here' })
  })

  test.each([
    ['shorter', 200, 100, 100],
    ['longer', 100, 200, 200],
  ])(
    'of two mounted the nearest to the route wins, %s: with connect-timeout the first to pass',
    async (_which, farMs, nearMs, wins) => {
      const open = async (timeout: Timeout) => {
        const { layer, held, events } = watched()
        const scene = await bare(kind, [timeout(farMs), route(kind, '/', timeout(nearMs), layer)])
        const visit = (await scene.visitor()).start()
        const { req } = await held.nth(1)
        return { scene, visit, events, req: timed(req) }
      }
      const theirs = await open(connectTimeout)
      pass(100)
      await theirs.visit.reply
      expect(theirs.req.timedout).toBe(true)

      const ours = await open(dropIn)
      pass(wins - 1)
      expect(ours.req.timedout).toBe(false)
      pass(1)
      expect(ours.req.timedout).toBe(true)
      pass(1_000)
      await ours.visit.reply
      expect(ours.events.all).toEqual([[wins]])
      expect(ours.scene.downstream.all).toMatchObject([{ timeout: wins }])
    },
  )

  test('req.clearTimeout() clears both of two, with connect-timeout the second alone', async () => {
    const open = async (timeout: Timeout) => {
      const { layer, held } = watched(({ req }) => timed(req).clearTimeout())
      const scene = await bare(kind, [timeout(100), timeout(50), layer])
      const visit = (await scene.visitor()).start()
      return { visit, ...(await held.nth(1)) }
    }
    const theirs = await open(connectTimeout)
    pass(100)
    expect(await theirs.visit.reply).toMatchObject({ status: 503 })

    const ours = await open(dropIn)
    pass(1_000)
    ours.res.end('in time')
    expect(await ours.visit.reply).toMatchObject({ status: 200 })
  })

  test('what has timed out stays so at a second mount behind a late middleware', async () => {
    const before = watched(({ req, res }) =>
      req.on('timeout', () => void res.writeHead(503).end('slow')),
    )
    const { layer, held } = watched()
    const scene = await bare(kind, [
      dropIn(100, { respond: false }),
      before.layer,
      dropIn(100),
      layer,
    ])
    const visit = (await scene.visitor()).start()
    const { next } = await before.held.nth(1)
    pass(100)
    expect(await visit.reply).toMatchObject({ status: 503, body: 'slow' })
    next()
    expect(timed((await held.nth(1)).req).timedout).toBe(true)
    pass(1_000)
    await turns(2)
    expect(before.events.all).toHaveLength(1)
    expect(scene.downstream.all).toEqual([])
  })
})
