import type { Server } from 'node:http'
import { abortSignal } from '../../src/index.js'
import { serverKinds } from '../harness/servers.js'
import { aborted, cleanUp, expressKinds, holding, http1Kinds, open, type Held } from './support.js'

afterEach(cleanUp)

const serverClosed = { outcome: 'server-closed', closure: 'none', cause: { origin: 'server' } }

const kills: readonly [what: string, kill: (held: Held) => unknown][] = [
  ['res.destroy()', ({ res }) => destroy(res)],
  ['the end of its socket', ({ req }) => destroy(req.socket)],
]

/** Http2ServerResponse has no destroy(); its stream has. */
function destroy(thing: { destroy?: () => unknown; stream?: { destroy(): unknown } }): void {
  if (thing.stream !== undefined) thing.stream.destroy()
  else thing.destroy?.()
}

describe.each(serverKinds)('on %s', (kind) => {
  test.each(kills)('%s while the handler works is the server’s doing', async (_what, kill) => {
    const { layer, held } = holding()
    const scene = await open(kind, [layer])
    const visit = (await scene.visitor()).start()
    const mine = await held.nth(1)
    const signal = abortSignal(mine.req)
    kill(mine)
    expect(await visit.reply).toBeNull()
    expect(await scene.records.nth(1)).toMatchObject({
      ...serverClosed,
      phase: 'processing',
      statusSent: null,
      status: null,
    })
    expect(await aborted(signal)).toMatchObject({
      name: 'AbortError',
      code: 'ERR_SERVER_CLOSED',
      phase: 'processing',
    })
  })

  test('res.destroy() in the middle of the answer is the server’s doing', async () => {
    const { layer, held } = holding(({ res }) => res.write('beginning'))
    const scene = await open(kind, [layer])
    ;(await scene.visitor()).start()
    destroy((await held.nth(1)).res)
    expect(await scene.records.nth(1)).toMatchObject({
      ...serverClosed,
      phase: 'responding',
      statusSent: 200,
      status: 200,
    })
  })

  test('an error given to the destroyed response has failed the exchange', async () => {
    const { layer, held } = holding()
    const scene = await open(kind, [layer])
    ;(await scene.visitor()).start()
    const { req, res } = await held.nth(1)
    const error = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
    const stream = (res as unknown as { stream?: typeof res }).stream ?? res
    stream.on('error', () => undefined)
    stream.destroy(error)
    expect(await scene.records.nth(1)).toMatchObject({
      outcome: 'failed',
      closure: 'none',
      cause: { origin: 'application', rule: 'destroyed-with-error' },
    })
    expect(abortSignal(req).reason).toMatchObject({ code: 'ERR_SERVER_CLOSED', cause: error })
  })

  test('an error of the application after its own kill stays its own', async () => {
    const { layer, held } = holding()
    const scene = await open(kind, [layer])
    ;(await scene.visitor()).start()
    const { res, next } = await held.nth(1)
    destroy(res)
    await scene.records.nth(1)
    const error = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })
    next(error)
    expect(await scene.downstream.nth(1)).toBe(error)
    expect(scene.told.all[0]!.verdict.quiet).toBe(false)
  })
})

describe.each(http1Kinds)('on %s', (kind) => {
  test('req.destroy() is the server’s doing', async () => {
    const { layer, held } = holding()
    const scene = await open(kind, [layer])
    ;(await scene.visitor()).start({ method: 'POST', body: 'half', cut: true })
    ;(await held.nth(1)).req.destroy()
    expect(await scene.records.nth(1)).toMatchObject({ ...serverClosed, phase: 'receiving' })
  })

  test('server.closeAllConnections() is the server’s doing', async () => {
    const { layer, held } = holding()
    const scene = await open(kind, [layer])
    ;(await scene.visitor()).start()
    await held.nth(1)
    ;(scene.server.server as Server).closeAllConnections()
    expect(await scene.records.nth(1)).toMatchObject({
      ...serverClosed,
      phase: 'processing',
      cause: { rule: 'connection-destroyed' },
    })
  })

  test("Node's requestTimeout is the server's doing", async () => {
    const { layer, held } = holding()
    const scene = await open(kind, [layer], {
      serverOptions: { requestTimeout: 100, headersTimeout: 100, connectionsCheckingInterval: 20 },
    })
    const visit = (await scene.visitor()).start({ method: 'POST', body: 'half', cut: true })
    const { req } = await held.nth(1)
    expect(await aborted(abortSignal(req))).toMatchObject({ code: 'ERR_SERVER_CLOSED' })
    expect(await scene.records.nth(1)).toMatchObject({
      ...serverClosed,
      phase: 'receiving',
      cause: { origin: 'server', rule: 'node-request-timeout' },
    })
    await visit.reply
  })

  test('an idle timeout of the server is the server’s doing', async () => {
    const { layer } = holding()
    const scene = await open(kind, [layer])
    ;(scene.server.server as Server).setTimeout(50)
    ;(await scene.visitor()).start()
    expect(await scene.records.nth(1)).toMatchObject({ ...serverClosed, phase: 'processing' })
  })
})

describe.each([...expressKinds, 'connect'] as const)('on %s', (kind) => {
  test("an error after the header, which the framework's last handler ends, is the server's doing", async () => {
    const { layer, held } = holding(({ res }) => res.write('beginning'))
    const scene = await open(kind, [layer], {
      lastResort: (error, _req, _res, next) => next(error),
    })
    const consoleError = jest.spyOn(console, 'error').mockImplementation(() => undefined)
    const visit = (await scene.visitor()).start()
    const error = new Error('no such table')
    ;(await held.nth(1)).next(error)
    expect(await visit.reply).toBeNull()
    expect(await scene.records.nth(1)).toMatchObject({ ...serverClosed, phase: 'responding' })
    expect(scene.downstream.all).toEqual([error])
    consoleError.mockRestore()
  })
})
