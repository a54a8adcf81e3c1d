import express, { type Router } from 'express'
import express4 from 'express4'
import { once } from 'node:events'
import http, { type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { abortDetection, errorHandler, type ExchangeRecord } from '../../../src/index.js'
import { routeOf } from '../../../src/middleware/route.js'
import { deferred, within } from '../../harness/deferred.js'
import { endScenes, openScene } from '../support/scene.js'

interface Routed {
  readonly route?: { readonly path?: unknown }
  readonly baseUrl?: unknown
  readonly originalUrl?: string
}
const of = (req: Routed) => routeOf(req as unknown as IncomingMessage)

describe('routeOf', () => {
  it('is null where no route matched, and outside Express', async () => {
    expect(of({})).toBeNull()
    expect(of({ route: {}, originalUrl: '/x' })).toBeNull()
    const scene = await openScene({ kind: 'connect' })
    expect((await scene.leave('reset')).route).toBeNull()
    await endScenes()
  })

  it('is the pattern, not the path', () => {
    expect(of({ route: { path: '/user/:id' }, originalUrl: '/user/17?x=/a/b' })).toBe('/user/:id')
  })

  it('puts * for the prefix of a mounted router, which may be filled in', () => {
    const req = {
      route: { path: '/confirm' },
      baseUrl: '/reset/s3cret',
      originalUrl: '/reset/s3cret/confirm',
    }
    expect(of(req)).toBe('*/confirm')
  })

  it('puts * for a prefix that an error has taken away', () => {
    expect(
      of({ route: { path: '/confirm' }, baseUrl: '', originalUrl: '/reset/s3cret/confirm' }),
    ).toBe('*/confirm')
  })

  it.each([
    [['/a', '/b/:id'], '/a,/b/:id'],
    [/^\/report\/(\d+)$/, '/^\\/report\\/(\\d+)$/'],
    [['/a', /b/], '/a,/b/'],
    [['/a', 17], '/a,*'],
  ])('shows the route %p', (path, shown) => {
    expect(of({ route: { path }, originalUrl: '/a' })).toBe(shown)
  })

  it('takes no prefix from a pattern that may match more than its own segments', () => {
    for (const path of ['/files/*path', '/files{/:id}', '/files/(.*)', '/files/:all+']) {
      expect(of({ route: { path }, originalUrl: '/files/a/b/c/d' })).toBe(path)
    }
  })
})

describe.each([
  ['Express 5', express],
  ['Express 4', express4 as unknown as typeof express],
])('the route in a record under %s', (_name, create) => {
  async function routeUnder(path: string, mount: (app: Router) => void): Promise<string | null> {
    const record = deferred<ExchangeRecord>()
    const app = create()
    app.use(abortDetection({ observers: [{ settled: record.resolve }] }))
    mount(app)
    app.use(errorHandler())
    app.use((_error: unknown, _req: unknown, res: express.Response, _next: unknown) => {
      res.status(500).end()
    })
    const server = http.createServer(app).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const url = `http://127.0.0.1:${String(port)}${path}`
    await (await fetch(url, { headers: { Connection: 'close' } })).text()
    const { route } = await within(2_000, 'the exchange settles', record.promise)
    server.close()
    await once(server, 'close')
    return route
  }
  const hello = (_req: unknown, res: express.Response) => void res.send('hello')

  it('is the pattern of the handler that answered', async () => {
    expect(await routeUnder('/user/17', (app) => app.get('/user/:id', hello))).toBe('/user/:id')
  })

  it('is null for a path without a handler', async () => {
    expect(await routeUnder('/nowhere', (app) => app.get('/user/:id', hello))).toBeNull()
  })

  it('hides the filled-in prefix of a mounted router', async () => {
    const router = create.Router()
    router.get('/confirm', hello)
    const route = await routeUnder('/reset/s3cret/confirm', (app) =>
      app.use('/reset/:token', router),
    )
    expect(route).toBe('*/confirm')
  })

  it('hides it from an error on its way out as well', async () => {
    const router = create.Router()
    router.get('/confirm', () => {
      throw new Error('on its way out')
    })
    const route = await routeUnder('/reset/s3cret/confirm', (app) =>
      app.use('/reset/:token', router),
    )
    expect(route).toBe('*/confirm')
  })

  it('never holds what the client filled in', async () => {
    const router = create.Router()
    router.get('/', hello)
    const route = await routeUnder('/reset/s3cret', (app) => app.use('/reset/:token', router))
    expect(route).toBe('*/')
  })
})
