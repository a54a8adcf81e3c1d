import { IncomingMessage, ServerResponse } from 'node:http'
import { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import { abortDetection, abortSignal, exchangeOf, requestTimeout } from '../../src/index.js'
import type { Middleware } from '../harness/http-shapes.js'
import { serverKinds } from '../harness/servers.js'
import { cleanUp, holding, open } from './support.js'

afterEach(cleanUp)

const descriptors = (): unknown[] =>
  [IncomingMessage, ServerResponse, Http2ServerRequest, Http2ServerResponse].map(
    ({ prototype }: { prototype: object }) => Object.getOwnPropertyDescriptors(prototype),
  )

const keysOf = (...things: object[]): string[][] =>
  things.map((thing) => Reflect.ownKeys(thing).map(String))

describe.each(serverKinds)('on %s', (kind) => {
  test('nothing is hung on the request or the response', async () => {
    const keys: string[][][] = []
    const look: Middleware = (req, res, next) => {
      keys.push(keysOf(req, res, req.headers))
      next()
    }
    const { layer, held } = holding()
    const scene = await open(kind, [look, requestTimeout(60_000), abortDetection(), look, layer], {
      first: [look],
    })
    const visit = (await scene.visitor()).start()
    const { req, res } = await held.nth(1)
    abortSignal(req)
    exchangeOf(res).onSettled(() => undefined)
    keys.push(keysOf(req, res, req.headers))
    const [before, ...after] = keys
    for (const each of after) expect(each).toEqual(before)
    expect(Object.hasOwn(req, 'signal')).toBe(false)
    visit.leave()
    await scene.records.nth(1)
  })

  test("Node's own prototypes stay as they are", async () => {
    const before = descriptors()
    const { layer, held } = holding()
    const scene = await open(kind, [requestTimeout(60_000), layer])
    const visit = (await scene.visitor()).start()
    abortSignal((await held.nth(1)).req)
    visit.leave()
    await scene.records.nth(1)
    const after = descriptors()
    expect(after).toEqual(before)
    expect(Object.getOwnPropertyDescriptor(IncomingMessage.prototype, 'signal')).toEqual(
      (before[0] as Record<string, unknown>)['signal'],
    )
  })

  test('the request has the same listeners as without the package', async () => {
    const counts: Record<string, number>[] = []
    const look: Middleware = (req, _res, next) => {
      counts.push(
        Object.fromEntries(req.eventNames().map((e) => [String(e), req.listenerCount(e)])),
      )
      next()
    }
    const scene = await open(kind, [look, (_req, res) => res.end()], { first: [look] })
    await (await scene.visitor()).ask()
    expect(counts[1]).toEqual(counts[0])
  })
})
