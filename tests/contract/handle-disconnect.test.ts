import {
  abortSignal,
  handleDisconnect,
  isRequestTimeoutError,
  requestTimeout,
} from '../../src/index.js'
import { serverKinds } from '../harness/servers.js'
import { cleanUp, holding, Inbox, open } from './support.js'

afterEach(cleanUp)

describe.each(serverKinds)('handleDisconnect on %s', (kind) => {
  test("is true for the client's own error, and has ended the response", async () => {
    const { layer, held } = holding()
    const scene = await open(kind, [layer], { errors: false })
    const visit = (await scene.visitor()).start()
    const { req, res } = await held.nth(1)
    visit.leave()
    await scene.records.nth(1)
    const end = jest.spyOn(res, 'end')
    expect(handleDisconnect(abortSignal(req).reason, req, res)).toBe(true)
    expect(end).toHaveBeenCalledTimes(1)
    expect(scene.told.all[0]!.verdict).toMatchObject({ origin: 'client', quiet: true })
  })

  test.each([
    ['a real error', new Error('no such table')],
    ['null', null],
    ['undefined', undefined],
    ['EPIPE', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })],
  ])(
    'is false for %s while the client is there, and leaves the response alone',
    async (_what, error) => {
      const scene = await open(
        kind,
        [
          (req, res) => {
            const dealt = handleDisconnect(error, req, res)
            res.end(`${String(dealt)} ${String(res.headersSent)}`)
          },
        ],
        { errors: false },
      )
      expect((await (await scene.visitor()).ask()).body).toBe('false false')
      expect(scene.told.all).toHaveLength(1)
    },
  )

  test('is false for a real error after the client left', async () => {
    const { layer, held } = holding()
    const scene = await open(kind, [layer], { errors: false })
    const visit = (await scene.visitor()).start()
    const { req, res } = await held.nth(1)
    visit.leave()
    await scene.records.nth(1)
    expect(handleDisconnect(new Error('no such table'), req, res)).toBe(false)
  })

  test('is false for a timeout, which the caller answers', async () => {
    const { layer } = holding()
    const dealt = new Inbox<boolean>('verdict')
    const scene = await open(kind, [requestTimeout(20), layer], {
      errors: false,
      lastResort: (error, req, res, _next) => {
        dealt.push(handleDisconnect(error, req, res))
        if (isRequestTimeoutError(error)) res.writeHead(error.status, error.headers).end('too slow')
      },
    })
    expect(await (await scene.visitor()).ask()).toMatchObject({ status: 503, body: 'too slow' })
    expect(dealt.all).toEqual([false])
  })

  test('is true for what follows from a timeout once that has been answered', async () => {
    const { layer, held } = holding()
    const scene = await open(kind, [requestTimeout(20), layer])
    expect((await (await scene.visitor()).ask()).status).toBe(503)
    const { req, res } = await held.nth(1)
    expect(handleDisconnect(abortSignal(req).reason, req, res)).toBe(true)
    expect(handleDisconnect(new Error('no such table'), req, res)).toBe(false)
  })

  test('is false, and no mistake, where nothing is mounted', async () => {
    const scene = await open(
      kind,
      [(req, res) => res.end(String(handleDisconnect(new Error('x'), req, res)))],
      {
        detect: false,
        errors: false,
      },
    )
    expect((await (await scene.visitor()).ask()).body).toBe('false')
  })
})

test('handleDisconnect is false for what is neither a request nor a response, and throws nothing', () => {
  for (const value of [null, undefined, {}, 'request', 7] as never[]) {
    expect(handleDisconnect(new Error('x'), value, value)).toBe(false)
  }
})
