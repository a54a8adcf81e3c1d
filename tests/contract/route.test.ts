import type express from 'express'
import { Router } from 'express'
import express4 from 'express4'
import type { Middleware } from '../harness/http-shapes.js'
import { cleanUp, expressKinds, holding, open, type Scene } from './support.js'

afterEach(cleanUp)

const routers = {
  express5: () => Router({ mergeParams: true }),
  // The two versions' types differ only in what these tests do not use.
  express4: () => express4.Router({ mergeParams: true }) as unknown as express.Router,
}

describe.each(expressKinds as readonly (keyof typeof routers)[])('the route on %s', (kind) => {
  const router = routers[kind]
  const mounted = (app: express.Router): Middleware => app as unknown as Middleware

  async function routeOf(scene: Scene, path: string): Promise<string | null> {
    await (await scene.visitor()).ask({ path })
    return (await scene.records.nth(scene.records.all.length || 1)).route
  }

  test('is the pattern, not the path', async () => {
    const app = router()
    app.get('/users/:id', (_req, res) => void res.send('hello'))
    expect(await routeOf(await open(kind, [mounted(app)]), '/users/17')).toBe('/users/:id')
  })

  test('is null where none matched', async () => {
    const app = router()
    app.get('/users/:id', (_req, res) => void res.send('hello'))
    expect(await routeOf(await open(kind, [mounted(app)]), '/secrets/17')).toBeNull()
  })

  test('has a star for the prefix of a mounted router, whose parameters would be told', async () => {
    const inner = router()
    inner.get('/confirm/:step', (_req, res) => void res.send('hello'))
    const outer = router()
    outer.use('/reset/:token', inner)
    const scene = await open(kind, [mounted(outer)])
    expect(await routeOf(scene, '/reset/s3cr3t/confirm/2')).toBe('*/confirm/:step')
  })

  test('has a star for the root of a mounted router', async () => {
    const inner = router()
    inner.get('/', (_req, res) => void res.send('hello'))
    const outer = router()
    outer.use('/reset/:token', inner)
    const scene = await open(kind, [mounted(outer)])
    expect(await routeOf(scene, '/reset/s3cr3t')).toBe('*/')
  })

  test('has the star too where an error left the router', async () => {
    const inner = router()
    inner.get('/confirm/:step', (_req, _res, next) => next(new Error('broken')))
    const outer = router()
    outer.use('/reset/:token', inner)
    const scene = await open(kind, [mounted(outer)])
    expect(await routeOf(scene, '/reset/s3cr3t/confirm/2')).toBe('*/confirm/:step')
    expect(scene.told.all[0]?.context.route).toBe('*/confirm/:step')
  })

  test('may be a regular expression or several patterns', async () => {
    const app = router()
    app.get(/^\/files\/(\d+)$/, (_req, res) => void res.send('hello'))
    app.get(['/a/:x', '/b/:x'], (_req, res) => void res.send('hello'))
    expect(await routeOf(await open(kind, [mounted(app)]), '/files/17')).toContain('files')
    expect(await routeOf(await open(kind, [mounted(app)]), '/b/17')).toBe('/a/:x,/b/:x')
  })

  test('is known for a client that left, with no filled-in value in the record', async () => {
    const { layer, held } = holding()
    const inner = router()
    inner.get('/confirm/:step', layer as unknown as express.RequestHandler)
    const outer = router()
    outer.use('/reset/:token', inner)
    const scene = await open(kind, [mounted(outer)])
    const visit = (await scene.visitor()).start({ path: '/reset/s3cr3t/confirm/2' })
    await held.nth(1)
    visit.leave()
    const { route } = await scene.records.nth(1)
    expect(route).toBe('*/confirm/:step')
  })
})
