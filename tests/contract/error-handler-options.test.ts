import { abortSignal, isRequestTimeoutError, requestTimeout } from '../../src/index.js'
import type { ErrorMiddleware } from '../harness/http-shapes.js'
import { serverKinds } from '../harness/servers.js'
import { turns } from '../harness/turns.js'
import { cleanUp, holding, open } from './support.js'

afterEach(cleanUp)

const upstreamReset = (): Error =>
  Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' })

describe.each(serverKinds)('on %s', (kind) => {
  async function ambiguous(options = {}) {
    const { layer, held } = holding()
    const scene = await open(kind, [layer], { errors: options })
    const visit = (await scene.visitor()).start()
    const { res, next } = await held.nth(1)
    visit.leave()
    await scene.records.nth(1)
    const end = jest.spyOn(res, 'end')
    const error = upstreamReset()
    next(error)
    expect(await scene.told.nth(1)).toMatchObject({
      error,
      verdict: { origin: 'ambiguous', rule: 'after-departure', quiet: false },
    })
    await turns(3)
    return { scene, error, end }
  }

  test('an ambiguous error goes on by default', async () => {
    const { scene, error } = await ambiguous()
    expect(scene.downstream.all).toEqual([error])
  })

  test("an ambiguous error is only told where 'report' says so, and the response ended", async () => {
    const { scene, end } = await ambiguous({ ambiguous: 'report' })
    expect(scene.downstream.all).toEqual([])
    expect(scene.told.all).toHaveLength(1)
    expect(end).toHaveBeenCalledTimes(1)
  })

  test("'report' never swallows an error while the client is there", async () => {
    const scene = await open(kind, [(_req, _res, next) => next(upstreamReset())], {
      errors: { ambiguous: 'report' },
    })
    expect((await (await scene.visitor()).ask()).status).toBe(500)
    expect(scene.downstream.all).toHaveLength(1)
  })

  test("a timeout is rendered by the application where 'next' says so", async () => {
    const render: ErrorMiddleware = (error, _req, res, _next) => {
      if (!isRequestTimeoutError(error)) throw error
      res.writeHead(error.status, error.headers).end('rendered')
    }
    const { layer } = holding()
    const scene = await open(kind, [requestTimeout(20), layer], {
      errors: { timeouts: 'next' },
      lastResort: render,
    })
    const reply = await (await scene.visitor()).ask()
    expect(reply).toMatchObject({ status: 503, body: 'rendered' })
    expect(reply.headers['retry-after']).toBe('1')
    expect(await scene.records.nth(1)).toMatchObject({ outcome: 'timed-out', statusSent: 503 })
  })

  test("what a late handler rejects with goes nowhere, also where 'next' says so", async () => {
    const consoleError = jest.spyOn(console, 'error').mockImplementation(() => undefined)
    // In 'test' Express does not print what nobody handles.
    const environment = process.env['NODE_ENV']
    process.env['NODE_ENV'] = 'development'
    const { layer, held } = holding()
    const scene = await open(kind, [requestTimeout(20), layer], { errors: { timeouts: 'next' } })
    process.env['NODE_ENV'] = environment
    expect((await (await scene.visitor()).ask()).status).toBe(500)
    const { req, next } = await held.nth(1)
    next(abortSignal(req).reason)
    await turns(3)
    expect(scene.downstream.all).toHaveLength(1)
    expect(consoleError).not.toHaveBeenCalled()
    consoleError.mockRestore()
  })

  test("a timeout is answered, and told as such, where 'answer' is left", async () => {
    const { layer } = holding()
    const scene = await open(kind, [requestTimeout(20), layer])
    expect((await (await scene.visitor()).ask()).status).toBe(503)
    expect(scene.downstream.all).toEqual([])
    expect(scene.told.all[0]!.verdict).toEqual({
      origin: 'timeout',
      rule: 'signal-reason',
      quiet: false,
    })
  })
})
