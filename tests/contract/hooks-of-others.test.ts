import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { type Duplex, Readable } from 'node:stream'
import zlib from 'node:zlib'
import compression from 'compression'
import session from 'express-session'
import morgan from 'morgan'
import { abortSignal } from '../../src/index.js'
import type { Middleware } from '../harness/http-shapes.js'
import { serverKinds } from '../harness/servers.js'
import { cleanUp, holding, Inbox, onCleanUp, open } from './support.js'

afterEach(cleanUp)

/** What every stream of zlib is let go by; compression shows nobody the one it makes. */
const zlibBase = Object.getPrototypeOf(Object.getPrototypeOf(zlib.Gzip.prototype)) as Duplex

interface WithSession {
  session: { visits?: number }
}

describe.each(serverKinds)('after a quiet client error on %s', (kind) => {
  /** The client leaves while the handler works, which then fails by the signal's reason. */
  async function leave(first: readonly Middleware[], work: Middleware = () => undefined) {
    const { layer, held } = holding(({ req, res, next }) => work(req, res, next))
    const scene = await open(kind, [...first, layer])
    const visit = (await scene.visitor()).start({ headers: { 'accept-encoding': 'gzip' } })
    const { req, res, next } = await held.nth(1)
    visit.leave()
    await scene.records.nth(1)
    const end = jest.spyOn(res, 'end')
    next(abortSignal(req).reason)
    await scene.told.nth(1)
    expect(scene.downstream.all).toEqual([])
    expect(end).toHaveBeenCalledTimes(1)
  }

  // express-session does not work on HTTP/2.
  if (kind !== 'h2') {
    test('express-session saves what the handler changed', async () => {
      const store = new session.MemoryStore()
      const saved = new Inbox<unknown>('saved session')
      const set = store.set.bind(store)
      store.set = (id, data, done) => {
        saved.push(data)
        set(id, data, done)
      }
      const sessions = session({ store, secret: 's', resave: false, saveUninitialized: false })
      await leave([sessions as unknown as Middleware], (req) => {
        ;(req as unknown as WithSession).session.visits = 1
      })
      expect(await saved.nth(1)).toMatchObject({ visits: 1 })
    })
  }

  test('morgan writes its line, once', async () => {
    const lines = new Inbox<string>('line')
    const log = morgan(':method :url :status', { stream: { write: (line) => lines.push(line) } })
    await leave([log])
    expect(await lines.nth(1)).toMatch(/^GET \/ /)
    expect(lines.all).toHaveLength(1)
  })

  test('compression lets its native stream go', async () => {
    const destroy = jest.spyOn(zlibBase, '_destroy')
    onCleanUp(() => destroy.mockRestore())
    const compress = compression({ threshold: 0 }) as unknown as Middleware
    await leave([compress], (_req, res) => {
      res.setHeader('content-type', 'text/plain')
      res.write('beginning')
    })
    expect(destroy.mock.contexts).toEqual([expect.any(zlib.Gzip)])
  })

  test('a file that was piped into the response is closed', async () => {
    const source = createReadStream(process.execPath)
    const closed = once(source, 'close')
    await leave([], (_req, res) => void source.pipe(res))
    await closed
    expect(source.destroyed).toBe(true)
  })

  test('a source that may have other readers to come is left as it is', async () => {
    const live = new Readable({ read: () => undefined })
    live.push('beginning')
    onCleanUp(() => live.destroy())
    await leave([], (_req, res) => void live.pipe(res))
    expect(live.destroyed).toBe(false)
    expect(live.listenerCount('data')).toBe(0)
  })
})
