import { errorHandler, requestTimeout } from '../../src/index.js'
import type { ErrorMiddleware, Middleware } from '../harness/http-shapes.js'
import { serverKinds, type ServerKind } from '../harness/servers.js'
import { H2Client } from '../harness/h2-client.js'
import { cleanUp, holding, http1Kinds, onCleanUp, open, type Held, type Scene } from './support.js'

afterEach(cleanUp)

const limitMs = 25
const half = { method: 'POST', body: 'half', cut: true } as const

/** What a handler may have done with the upload by then. */
const readers: readonly [what: string, read: (held: Held) => void][] = [
  ['has not read it', () => undefined],
  ['reads it', ({ req }) => void req.resume()],
  ['has paused it', ({ req }) => void req.on('data', () => req.pause())],
  ['waits to read it', ({ req }) => void req.on('readable', () => undefined)],
]

describe.each(serverKinds)('an upload that is unfinished when a limit passes on %s', (kind) => {
  test.each(readers)('is answered where the handler %s', async (_what, read) => {
    const scene = await open(kind, [requestTimeout({ responseMs: limitMs }), holding(read).layer])
    const reply = await (await scene.visitor()).start(half).reply
    expect(reply).toMatchObject({ status: 503 })
    expect(JSON.parse(reply!.body)).toMatchObject({ status: 503 })
    expect(reply!.headers.connection).toBe(kind === 'h2' ? undefined : 'close')
    expect(await scene.records.nth(1)).toMatchObject({ outcome: 'timed-out', phase: 'receiving' })
  })

  test('is answered with 408 where its own limit passed, without asking to come back', async () => {
    const scene = await open(kind, [
      requestTimeout({ receiveMs: limitMs, status: 504 }),
      holding(({ req }) => req.resume()).layer,
    ])
    const reply = await (await scene.visitor()).start(half).reply
    expect(reply).toMatchObject({ status: 408 })
    expect(reply!.headers).not.toHaveProperty('retry-after')
    expect(JSON.parse(reply!.body)).toMatchObject({ title: 'Request Timeout', status: 408 })
    expect(await scene.records.nth(1)).toMatchObject({ outcome: 'timed-out', statusSent: 408 })
  })

  test("ends with an answer of the application's as well", async () => {
    const render: ErrorMiddleware = (_error, _req, res, _next) => {
      res.statusCode = 500
      res.end('ours')
    }
    const scene = await open(
      kind,
      [requestTimeout({ responseMs: limitMs }), holding(({ req }) => req.resume()).layer],
      { beforeErrors: [render] },
    )
    const reply = await (await scene.visitor()).start(half).reply
    expect(reply).toMatchObject({ status: 500, body: 'ours' })
    expect(reply!.headers.connection).toBe(kind === 'h2' ? undefined : 'close')
    await scene.records.nth(1)
  })

  test('is followed by the next upload of the same client', async () => {
    const chunks: string[] = []
    const { layer } = holding(({ req }) => req.on('data', (chunk) => chunks.push(String(chunk))))
    const scene = await open(kind, [requestTimeout({ responseMs: limitMs }), layer])
    const visitor = await scene.visitor()
    await visitor.start(half).reply
    // Over HTTP/2 the same connection goes on, over HTTP/1 the visitor makes a new one.
    const next = visitor.start({ method: 'POST', body: 'whole' })
    expect(await next.reply).toMatchObject({ status: 503 })
    await scene.records.nth(2)
    expect(chunks).toEqual(['half', 'whole'])
  })
})

describe('over HTTP/2', () => {
  test('the client has the whole answer, and then its upload is reset without an error', async () => {
    const body = 'x'.repeat(300_000)
    const render: ErrorMiddleware = (_error, _req, res, _next) => {
      res.statusCode = 503
      res.end(body)
    }
    const scene = await open(
      'h2',
      [requestTimeout({ responseMs: limitMs }), holding(({ req }) => req.resume()).layer],
      { beforeErrors: [render] },
    )
    const client = await H2Client.connect(scene.server.port)
    onCleanUp(() => client.close())
    const stream = client.request(
      { ':method': 'POST', ':path': '/', 'content-length': 1000 },
      { data: Buffer.from('half'), complete: false },
    )
    const seen: string[] = []
    let received = 0
    stream.on('response', ({ ':status': status }) => seen.push(String(status)))
    stream.on('data', (chunk: Buffer) => (received += chunk.length))
    stream.on('end', () => seen.push('end'))
    stream.on('aborted', () => seen.push('aborted'))
    await new Promise((resolve) => stream.on('close', resolve))
    expect(seen[0]).toBe('503')
    expect(seen).toContain('end')
    expect(received).toBe(body.length)
    expect(stream.rstCode).toBe(0)
    expect(client.session.destroyed).toBe(false)
    await scene.records.nth(1)
  })
})

describe.each(serverKinds)('the status on %s', (kind) => {
  test('is 504 where the policy says so', async () => {
    const scene = await open(kind, [
      requestTimeout({ responseMs: limitMs, status: 504 }),
      holding().layer,
    ])
    const reply = await (await scene.visitor()).ask()
    expect(reply).toMatchObject({ status: 504 })
    expect(reply.headers['retry-after']).toBe('1')
    expect(JSON.parse(reply.body)).toMatchObject({ title: 'Gateway Timeout', status: 504 })
  })
})

describe.each(http1Kinds)('on %s', (kind) => {
  test('an upload that comes too slowly is answered with 408', async () => {
    const scene = await open(kind, [
      requestTimeout({ minReceiveRate: { bytesPerSecond: 1_000_000, graceMs: 300 } }),
      holding(({ req }) => req.resume()).layer,
    ])
    const reply = await (await scene.visitor()).start(half).reply
    expect(reply).toMatchObject({ status: 408 })
    expect(reply!.body).toContain('The request came too slowly')
    await scene.records.nth(1)
  })
})

/** The framework's own last handler answers, which is finalhandler in each. */
const frameworks: readonly ServerKind[] = ['express5', 'express4', 'connect', 'https', 'h2']

describe('without any error handler', () => {
  const passOn: ErrorMiddleware = (error, _req, _res, next) => next(error)

  async function alone(kind: ServerKind, layers: readonly Middleware[]): Promise<Scene> {
    const logged = jest.spyOn(console, 'error').mockImplementation(() => undefined)
    onCleanUp(() => logged.mockRestore())
    return open(kind, layers, { errors: false, lastResort: passOn })
  }

  test.each(frameworks)('the framework answers rightly on %s', async (kind) => {
    const scene = await alone(kind, [
      requestTimeout({ responseMs: limitMs, status: 504 }),
      holding().layer,
    ])
    const reply = await (await scene.visitor()).ask()
    expect(reply.status).toBe(504)
    expect(reply.headers['retry-after']).toBe('1')
    expect(await scene.records.nth(1)).toMatchObject({ outcome: 'timed-out', statusSent: 504 })
  })

  // finalhandler waits for the rest of the upload, so that it is answered for it.
  test('a stalled upload is answered within seconds all the same', async () => {
    const replies = frameworks.map(async (kind) => {
      const scene = await alone(kind, [
        requestTimeout({ receiveMs: limitMs }),
        holding(({ req }) => req.resume()).layer,
      ])
      const reply = await (await scene.visitor()).start(half).reply
      await scene.records.nth(1)
      return [kind, reply?.status, reply?.headers.connection]
    })
    expect(await Promise.all(replies)).toEqual(
      frameworks.map((kind) => [kind, 408, kind === 'h2' ? undefined : 'close']),
    )
  })
})

test('two error handlers of ours close a connection once', async () => {
  const scene = await open('express5', [requestTimeout({ receiveMs: limitMs }), holding().layer], {
    beforeErrors: [errorHandler()],
  })
  const reply = await (await scene.visitor()).start(half).reply
  expect(reply!.headers.connection).toBe('close')
})
