import { abortSignal, errorHandler, ClientDisconnectedError } from '../../src/index.js'
import { serverKinds } from '../harness/servers.js'
import { turns } from '../harness/turns.js'
import { cleanUp, holding, open } from './support.js'

afterEach(cleanUp)

const codes = [
  'EPIPE',
  'ECONNRESET',
  'ECONNABORTED',
  'ECANCELED',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_UNABLE_TO_PIPE',
  'ERR_HTTP2_INVALID_STREAM',
  'ABORT_ERR',
]

const withCode = (code: string): Error => Object.assign(new Error(`write ${code}`), { code })

describe.each(serverKinds)('errorHandler on %s', (kind) => {
  test('passes a real error on, the very object, and the client is answered', async () => {
    const error = new Error('no such table')
    const scene = await open(kind, [(_req, _res, next) => next(error)])
    expect((await (await scene.visitor()).ask()).status).toBe(500)
    expect(scene.downstream.all).toEqual([error])
    expect(scene.downstream.all[0]).toBe(error)
    expect(scene.told.all[0]).toMatchObject({
      error,
      verdict: { origin: 'application', rule: 'client-present', quiet: false },
      context: { phase: 'processing' },
    })
  })

  test.each(codes)(
    'passes %s on while the client is there, and leaves nothing hanging',
    async (code) => {
      const error = withCode(code)
      const scene = await open(kind, [(_req, _res, next) => next(error)])
      expect((await (await scene.visitor()).ask()).status).toBe(500)
      expect(scene.downstream.all[0]).toBe(error)
    },
  )

  test.each(['request aborted', 'Request aborted', 'aborted', 'Unexpected end of form'])(
    'passes "%s" on while the client is there',
    async (message) => {
      const error = Object.assign(new Error(message), {
        code: 'ECONNABORTED',
        type: 'request.aborted',
        status: 400,
      })
      const scene = await open(kind, [(_req, _res, next) => next(error)])
      expect((await (await scene.visitor()).ask()).status).toBe(500)
      expect(scene.downstream.all[0]).toBe(error)
    },
  )

  test.each([
    ['a string', 'broken'],
    ['a number', 42],
    ['a frozen object', Object.freeze({ code: 'EPIPE' })],
    ['a cycle', Object.assign(withCode('EPIPE'), { cause: {} })],
    [
      'an error whose properties throw',
      Object.defineProperty(new Error('x'), 'code', {
        get: () => {
          throw new Error('a trap')
        },
      }),
    ],
  ])('passes on %s that was thrown', async (_what, thrown) => {
    const scene = await open(kind, [(_req, _res, next) => next(thrown)])
    expect((await (await scene.visitor()).ask()).status).toBe(500)
    expect(scene.downstream.all[0]).toBe(thrown)
  })

  test('passes a real error on also where the client has left', async () => {
    const { layer, held } = holding()
    const scene = await open(kind, [layer])
    const visit = (await scene.visitor()).start()
    const { next } = await held.nth(1)
    visit.leave()
    await scene.records.nth(1)
    const error = new Error('no such table')
    next(error)
    expect(await scene.downstream.nth(1)).toBe(error)
    expect(scene.told.all[0]!.verdict).toMatchObject({ origin: 'application', quiet: false })
  })

  test('ends the reason of the signal quietly', async () => {
    const { layer, held } = holding()
    const scene = await open(kind, [layer])
    const visit = (await scene.visitor()).start()
    const { req, res, next } = await held.nth(1)
    visit.leave()
    const record = await scene.records.nth(1)
    const { reason } = abortSignal(req) as { reason: unknown }
    const end = jest.spyOn(res, 'end')
    next(reason)
    const { error, verdict, context } = await scene.told.nth(1)
    expect(error).toBe(reason)
    expect(verdict).toEqual({ origin: 'client', rule: 'signal-reason', quiet: true })
    expect(context).toEqual({ id: record.id, route: null, phase: 'processing' })
    await turns(3)
    expect(scene.downstream.all).toEqual([])
    expect(end).toHaveBeenCalledTimes(1)
  })

  test("ends what was caused by the signal's reason quietly", async () => {
    const { layer, held } = holding()
    const scene = await open(kind, [layer])
    const visit = (await scene.visitor()).start()
    const { req, next } = await held.nth(1)
    visit.leave()
    await scene.records.nth(1)
    next(
      new Error('query cancelled', { cause: new Error('x', { cause: abortSignal(req).reason }) }),
    )
    expect((await scene.told.nth(1)).verdict.quiet).toBe(true)
    expect(scene.downstream.all).toEqual([])
  })

  test('passes on the reason of another exchange', async () => {
    const other = new ClientDisconnectedError({
      phase: 'processing',
      exchangeId: 'another',
      closure: 'fin',
    })
    const scene = await open(kind, [(_req, _res, next) => next(other)])
    expect((await (await scene.visitor()).ask()).status).toBe(500)
    expect(scene.downstream.all[0]).toBe(other)
  })

  test('passes on an aggregate that holds a real error beside the reason', async () => {
    const { layer, held } = holding()
    const scene = await open(kind, [layer])
    const visit = (await scene.visitor()).start()
    const { req, next } = await held.nth(1)
    visit.leave()
    await scene.records.nth(1)
    const error = new AggregateError([abortSignal(req).reason, new Error('no such table')])
    next(error)
    expect(await scene.downstream.nth(1)).toBe(error)
  })

  test('mounted twice tells an error once', async () => {
    const error = new Error('no such table')
    const scene = await open(kind, [(_req, _res, next) => next(error)], {
      beforeErrors: [errorHandler()],
    })
    await (await scene.visitor()).ask()
    expect(scene.told.all).toHaveLength(1)
    expect(scene.downstream.all).toEqual([error])
  })
})
