import type { ServerResponse } from 'node:http'
import { turns } from '../harness/turns.js'
import {
  bare,
  frameworks,
  holdTimeInEach,
  implementations,
  pass,
  route,
  timed,
  watched,
} from './connect-timeout-support.js'
import { holding, Inbox } from './support.js'

holdTimeInEach()

describe.each(implementations)('%s', (_name, timeout) => {
  describe.each(frameworks)('when the limit passes on %s', (kind) => {
    test('req.timedout turns from false to true, and the client is answered', async () => {
      const { layer, held } = watched()
      const scene = await bare(kind, [timeout(100), layer])
      const visit = (await scene.visitor()).start()
      const req = timed((await held.nth(1)).req)
      pass(99)
      expect(req.timedout).toBe(false)
      pass(1)
      expect(req.timedout).toBe(true)
      expect(await visit.reply).toMatchObject({
        status: 503,
        body: 'Response timeout after 100ms',
      })
    })

    test("'timeout' is emitted on the request, once, with the delay", async () => {
      const { layer, held, events } = watched()
      const scene = await bare(kind, [timeout('100ms'), layer])
      const visit = (await scene.visitor()).start()
      await held.nth(1)
      pass(1_000)
      await visit.reply
      expect(events.all).toEqual([[100]])
    })

    test('the error goes to next as http-errors makes it', async () => {
      const { layer, held } = watched()
      const scene = await bare(kind, [timeout('0.1 sec'), layer])
      const visit = (await scene.visitor()).start()
      await held.nth(1)
      pass(100)
      await visit.reply
      expect(scene.downstream.all).toHaveLength(1)
      const error = scene.downstream.all[0] as Error & { constructor: unknown }
      expect(error).toBeInstanceOf(Error)
      expect(error.stack).toContain('Response timeout')
      expect(String(error)).toBe('ServiceUnavailableError: Response timeout')
      expect(error).toMatchObject({
        code: 'ETIMEDOUT',
        timeout: 100,
        status: 503,
        statusCode: 503,
        expose: false,
      })
    })

    test("the error handlers come before the listeners of 'timeout'", async () => {
      const order: string[] = []
      const { layer, held } = holding(({ req }) => req.on('timeout', () => order.push('listener')))
      const scene = await bare(kind, [timeout(100), layer], {
        beforeErrors: [
          (error, req, _res, next) => {
            order.push(`error handler, timedout ${String(timed(req).timedout)}`)
            next(error)
          },
        ],
      })
      const visit = (await scene.visitor()).start()
      await held.nth(1)
      pass(100)
      await visit.reply
      expect(order).toEqual(['error handler, timedout true', 'listener'])
    })

    test('a listener may answer where no error handler does, also later', async () => {
      const answerLater = async (res: ServerResponse): Promise<void> => {
        await turns(2)
        res.statusCode = 504
        res.end('by the listener')
      }
      const { layer, held } = holding(({ req, res }) =>
        req.on('timeout', () => void answerLater(res)),
      )
      const scene = await bare(kind, [timeout(100), layer], { lastResort: () => undefined })
      const visit = (await scene.visitor()).start()
      await held.nth(1)
      pass(100)
      expect(await visit.reply).toMatchObject({ status: 504, body: 'by the listener' })
    })

    test('the framework answers 503 where there is no error handler', async () => {
      const consoleError = jest.spyOn(console, 'error').mockImplementation(() => undefined)
      const { layer, held } = watched()
      const scene = await bare(kind, [timeout(100), layer], {
        lastResort: (error, _req, _res, next) => next(error),
      })
      const visit = (await scene.visitor()).start()
      await held.nth(1)
      pass(100)
      expect(await visit.reply).toMatchObject({ status: 503 })
      consoleError.mockRestore()
    })

    test('the limit counts from where it is mounted', async () => {
      const before = holding()
      const { layer, held } = watched()
      const scene = await bare(kind, [before.layer, timeout(100), layer])
      const visit = (await scene.visitor()).start()
      const { next } = await before.held.nth(1)
      pass(70)
      next()
      const req = timed((await held.nth(1)).req)
      pass(99)
      expect(req.timedout).toBe(false)
      pass(1)
      expect(await visit.reply).toMatchObject({ status: 503 })
    })

    test('a limit on a route is of that route alone', async () => {
      const { layer, held } = watched()
      const scene = await bare(kind, [route(kind, '/slow', timeout(100), layer), layer])
      const slow = (await scene.visitor()).start({ path: '/slow' })
      const other = (await scene.visitor()).start({ path: '/other' })
      await held.nth(2)
      pass(100)
      expect(await slow.reply).toMatchObject({ status: 503 })
      const left = held.all.find(({ req }) => req.url === '/other')!
      expect(timed(left.req).timedout).toBeUndefined()
      left.res.end('in time')
      expect(await other.reply).toMatchObject({ status: 200, body: 'in time' })
    })

    test('each request of a connection has a limit of its own', async () => {
      const { layer, held, events } = watched()
      const scene = await bare(kind, [timeout(100), layer])
      const visitor = await scene.visitor()
      const first = visitor.start()
      const { res } = await held.nth(1)
      pass(70)
      res.end('in time')
      expect(await first.reply).toMatchObject({ status: 200 })
      const second = visitor.start()
      const req = timed((await held.nth(2)).req)
      pass(99)
      expect(req.timedout).toBe(false)
      pass(1)
      expect(await second.reply).toMatchObject({ status: 503 })
      expect(events.all).toHaveLength(1)
    })
  })

  describe.each(frameworks)('with respond: false on %s', (kind) => {
    test('nothing goes to next, and a listener of its own answers', async () => {
      const { layer, held, events } = watched(({ req, res }) =>
        req.on('timeout', (ms: unknown) => {
          res.statusCode = 504
          res.end(`gave up after ${String(ms)} ms`)
        }),
      )
      const scene = await bare(kind, [timeout(100, { respond: false }), layer])
      const visit = (await scene.visitor()).start()
      const req = timed((await held.nth(1)).req)
      pass(100)
      expect(await visit.reply).toMatchObject({ status: 504, body: 'gave up after 100 ms' })
      expect(scene.downstream.all).toEqual([])
      expect(req.timedout).toBe(true)
      expect(events.all).toEqual([[100]])
    })

    test('the handler may still answer, and knows that it is late', async () => {
      const { layer, held } = watched()
      const scene = await bare(kind, [timeout(100, { respond: false }), layer])
      const visit = (await scene.visitor()).start()
      const { req, res } = await held.nth(1)
      pass(200)
      res.end(`Timedout ${String(timed(req).timedout)}`)
      expect(await visit.reply).toMatchObject({ status: 200, body: 'Timedout true' })
    })
  })

  describe.each(frameworks)('without a time on %s', (kind) => {
    test.each([
      ['nothing', []],
      ['undefined', [undefined]],
      ['options alone', [undefined, {}]],
      ['respond: undefined', [undefined, { respond: undefined }]],
    ])('the limit is 5 s: %s', async (_what, args) => {
      const { layer, held } = watched()
      const errors = new Inbox<unknown>('error')
      const scene = await bare(kind, [timeout(...(args as [])), layer], {
        beforeErrors: [(error, _req, _res, next) => (errors.push(error), next(error))],
      })
      const visit = (await scene.visitor()).start()
      const req = timed((await held.nth(1)).req)
      pass(4_999)
      expect(req.timedout).toBe(false)
      pass(1)
      expect(await visit.reply).toMatchObject({ status: 503 })
      expect(errors.all).toEqual([expect.objectContaining({ timeout: 5_000 })])
    })
  })
})
