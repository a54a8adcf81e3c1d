import { abortSignal, HangupError, wrapHandler } from '../../src/index.js'
import type { ErrorMiddleware, Middleware } from '../harness/http-shapes.js'
import { serverKinds } from '../harness/servers.js'
import { cleanUp, holding, open } from './support.js'

afterEach(cleanUp)

describe.each(serverKinds)('wrapHandler on %s', (kind) => {
  test('brings a rejection to next, the very object', async () => {
    const error = new Error('no such table')
    const scene = await open(kind, [wrapHandler<Middleware>(async () => Promise.reject(error))])
    expect((await (await scene.visitor()).ask()).status).toBe(500)
    expect(scene.downstream.all[0]).toBe(error)
  })

  test('brings what is thrown at once to next', async () => {
    const error = new Error('no such table')
    const scene = await open(kind, [
      wrapHandler<Middleware>(() => {
        throw error
      }),
    ])
    expect((await (await scene.visitor()).ask()).status).toBe(500)
    expect(scene.downstream.all[0]).toBe(error)
  })

  test('leaves a handler that succeeds alone', async () => {
    const scene = await open(kind, [
      wrapHandler<Middleware>(async (_req, _res, next) => next()),
      wrapHandler<Middleware>(async (_req, res) => res.end('hello')),
    ])
    expect((await (await scene.visitor()).ask()).body).toBe('hello')
  })

  test.each([null, undefined, 0, '', false])(
    'makes an error of a rejection with %p',
    async (nothing) => {
      const scene = await open(kind, [
        wrapHandler<Middleware>(async () => {
          throw nothing
        }),
      ])
      expect((await (await scene.visitor()).ask()).status).toBe(500)
      expect(scene.downstream.all[0]).toBeInstanceOf(HangupError)
      expect(scene.downstream.all[0]).toMatchObject({
        code: 'ERR_HANGUP_EMPTY_REJECTION',
        cause: nothing,
      })
    },
  )

  test('wraps an error handler as one', async () => {
    const handler: ErrorMiddleware = async (error, _req, res, _next) => {
      res.statusCode = 418
      res.end(String(error))
    }
    const scene = await open(kind, [(_req, _res, next) => next('broken')], {
      beforeErrors: [wrapHandler(handler)],
    })
    expect(await (await scene.visitor()).ask()).toMatchObject({ status: 418, body: 'broken' })
  })

  test('ends a rejection with the reason of the signal quietly', async () => {
    const { layer, held } = holding()
    const waits = wrapHandler<Middleware>(async (req) => {
      await new Promise((_resolve, reject) => {
        abortSignal(req).addEventListener('abort', () => reject(abortSignal(req).reason))
      })
    })
    const scene = await open(kind, [
      (req, res, next) => {
        layer(req, res, next)
        waits(req, res, next)
      },
    ])
    const visit = (await scene.visitor()).start()
    await held.nth(1)
    visit.leave()
    expect((await scene.told.nth(1)).verdict).toMatchObject({ origin: 'client', quiet: true })
    expect(scene.downstream.all).toEqual([])
  })
})

test('wrapHandler throws for what is no function', () => {
  expect(() => wrapHandler('handler' as never)).toThrow(
    expect.objectContaining({ code: 'ERR_HANGUP_OPTION' }),
  )
})
