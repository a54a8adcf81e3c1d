import compression from 'compression'
import session from 'express-session'
import morgan from 'morgan'
import onFinished from 'on-finished'
import pino from 'pino'
import pinoHttp from 'pino-http'
import { requestTimeout } from '../../src/index.js'
import type { Middleware } from '../harness/http-shapes.js'
import { serverKinds, type ServerKind } from '../harness/servers.js'
import { turns } from '../harness/turns.js'
import { cleanUp, holding, Inbox, open, type Held } from './support.js'

afterEach(cleanUp)

const limitMs = 25

/** A handler behind the middleware of others, whose limit has passed. */
async function late(
  kind: ServerKind,
  others: readonly Middleware[],
  work: (held: Held) => void = () => undefined,
) {
  const { layer, held } = holding(work)
  const scene = await open(kind, [
    ...others,
    requestTimeout(limitMs),
    (req, res, next) => {
      if (req.url === '/next') res.end('next')
      else layer(req, res, next)
    },
  ])
  const visitor = await scene.visitor()
  const reply = await visitor.ask({ headers: { 'accept-encoding': 'gzip' } })
  await scene.records.nth(1)
  return { scene, visitor, reply, ...(await held.nth(1)) }
}

const body = { status: 503, title: 'Service Unavailable' }

describe.each(serverKinds)('behind a timeout on %s', (kind) => {
  test.each([0, 1024])(
    'compression (threshold %d) sends the answer, and nothing late',
    async (threshold) => {
      const compress = compression({ threshold, filter: () => true }) as unknown as Middleware
      const { scene, visitor, reply, res } = await late(kind, [compress])
      expect(reply.status).toBe(503)
      expect(reply.headers['retry-after']).toBe('1')
      res.write('late')
      res.end('later')
      expect(scene.lates.all).toMatchObject([{ what: 'write' }])
      expect(await visitor.ask({ path: '/next' })).toMatchObject({ status: 200, body: 'next' })
    },
  )

  test('morgan logs what was sent, once', async () => {
    const lines = new Inbox<string>('line')
    const log = morgan(':method :url :status :res[retry-after]', {
      stream: { write: (line) => lines.push(line.trim()) },
    })
    const { res } = await late(kind, [log])
    res.end('late')
    expect(await lines.nth(1)).toBe('GET / 503 1')
    await turns(3)
    expect(lines.all).toHaveLength(1)
  })

  test('pino-http logs what was sent, once', async () => {
    const lines = new Inbox<{ res: { statusCode: number } }>('line')
    const write = (line: string) => lines.push(JSON.parse(line) as { res: { statusCode: number } })
    const log = pinoHttp({ logger: pino({}, { write }) }) as unknown as Middleware
    const { res } = await late(kind, [log])
    res.end('late')
    expect(await lines.nth(1)).toMatchObject({ res: { statusCode: 503 } })
    await turns(3)
    expect(lines.all).toHaveLength(1)
  })

  test('on-finished tells once that the answer is out', async () => {
    const finished = new Inbox<unknown>('end')
    const { res } = await late(kind, [
      (_req, res, next) => {
        onFinished(res, (error, { statusCode }) => finished.push([error, statusCode]))
        next()
      },
    ])
    res.end('late')
    expect(await finished.nth(1)).toEqual([null, 503])
    await turns(3)
    expect(finished.all).toHaveLength(1)
  })

  // express-session does not work on HTTP/2.
  if (kind !== 'h2') {
    test.each(['at once', 'later'])(
      'express-session saves %s what the handler changed',
      async (when) => {
        const store = new session.MemoryStore()
        const saved = new Inbox<unknown>('saved session')
        const set = store.set.bind(store)
        store.set = (id, data, done) => {
          saved.push(data)
          if (when === 'at once') set(id, data, done)
          else setTimeout(() => set(id, data, done), 20)
        }
        const sessions = session({
          store,
          secret: 's',
          resave: false,
          saveUninitialized: false,
        })
        const { reply, res, req, visitor } = await late(
          kind,
          [sessions as unknown as Middleware],
          ({ req }) => void Object.assign(sessionOf(req), { visits: 1 }),
        )
        expect(reply.status).toBe(503)
        expect(JSON.parse(reply.body)).toMatchObject(body)
        expect(reply.headers['set-cookie']).toEqual([expect.stringContaining('connect.sid=')])
        expect(await saved.nth(1)).toMatchObject({ visits: 1 })
        Object.assign(sessionOf(req), { visits: 2 })
        res.end('late')
        expect(await visitor.ask({ path: '/next' })).toMatchObject({ status: 200 })
        expect(saved.all).toHaveLength(1)
      },
    )
  }

  test('a header that others add when it is written stands in the answer', async () => {
    const { reply } = await late(kind, [
      (_req, res, next) => {
        const writeHead = res.writeHead.bind(res) as (...args: unknown[]) => typeof res
        res.writeHead = (...args: unknown[]) => {
          res.setHeader('x-time', 'late')
          return writeHead(...args)
        }
        next()
      },
    ])
    expect(reply.status).toBe(503)
    expect(reply.headers['x-time']).toBe('late')
  })
})

describe.each(serverKinds)('an answer that is large enough for compression on %s', (kind) => {
  test('is compressed, and whole', async () => {
    const page = 'too slow '.repeat(10_000)
    const scene = await open(
      kind,
      [compression() as unknown as Middleware, requestTimeout(limitMs), holding().layer],
      {
        beforeErrors: [
          (_error, _req, res, _next) => {
            res.statusCode = 503
            res.setHeader('Content-Type', 'text/plain')
            res.end(page)
          },
        ],
      },
    )
    const visitor = await scene.visitor()
    const { status, headers } = await visitor.ask({ headers: { 'accept-encoding': 'gzip' } })
    expect([status, headers['content-encoding']]).toEqual([503, 'gzip'])
    const plain = await visitor.ask({ headers: { 'accept-encoding': 'identity' } })
    expect(plain.body).toBe(page)
  })
})

function sessionOf(req: object): object {
  return (req as { session: object }).session
}
