import { AsyncLocalStorage } from 'node:async_hooks'
import { abortSignal, requestTimeout } from '../../src/index.js'
import type { Middleware } from '../harness/http-shapes.js'
import { serverKinds } from '../harness/servers.js'
import { cleanUp, open } from './support.js'

afterEach(cleanUp)

const LIMIT_MS = 40

describe.each(serverKinds)('what a limit sets off on %s', (kind) => {
  const requestPath = new AsyncLocalStorage<string | undefined>()
  const seen: string[] = []
  const inContext: Middleware = (req, _res, next) => {
    requestPath.run(req.url, () => {
      next()
    })
  }

  beforeEach(() => (seen.length = 0))

  test.each([
    ['at a fixed moment', { responseMs: LIMIT_MS }],
    ['where nothing moves', { idleMs: LIMIT_MS }],
  ])('runs in the async context of its own request, %s', async (_when, limits) => {
    const stuck: Middleware = (req, res) => {
      const { url } = req
      abortSignal(req).addEventListener('abort', () => {
        seen.push(`abort of ${String(url)} in ${String(requestPath.getStore())}`)
      })
      if ('idleMs' in limits) res.write('some of it')
    }
    const scene = await open(kind, [inContext, requestTimeout(limits), stuck])
    const visitors = await Promise.all(['/a', '/b', '/c'].map(() => scene.visitor()))
    for (const [i, visitor] of visitors.entries()) {
      await visitor.start({ path: `/${'abc'[i]!}` }).reply
    }
    const visits = visitors.map((visitor, i) => visitor.start({ path: `/${'abc'[i]!}` }).reply)
    await Promise.all(visits)
    await scene.records.nth(6)
    expect(seen).toHaveLength(6)
    for (const each of seen) expect(each).toMatch(/^abort of (\/[abc]) in \1$/)
  })
})
