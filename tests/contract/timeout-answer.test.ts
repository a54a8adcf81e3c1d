import { RequestTimeoutError, abortSignal, errorHandler, requestTimeout } from '../../src/index.js'
import type { ErrorMiddleware } from '../harness/http-shapes.js'
import { serverKinds } from '../harness/servers.js'
import { aborted, cleanUp, holding, http1Kinds, open } from './support.js'

afterEach(cleanUp)

const limitMs = 25

describe.each(serverKinds)('when a limit passes on %s', (kind) => {
  test('the client is answered 503, as problem details, and asked to come back', async () => {
    const scene = await open(kind, [requestTimeout(limitMs), holding().layer])
    const reply = await (await scene.visitor()).ask()
    expect(reply.status).toBe(503)
    expect(reply.headers).toMatchObject({
      'retry-after': '1',
      'cache-control': 'no-store',
      'content-type': 'application/problem+json',
    })
    expect(JSON.parse(reply.body)).toMatchObject({ title: 'Service Unavailable', status: 503 })
  })

  test.each([
    ['text/html,application/xhtml+xml,*/*;q=0.8', 'text/plain; charset=utf-8'],
    ['text/plain', 'text/plain; charset=utf-8'],
    ['application/json', 'application/problem+json'],
    ['application/json, text/plain, */*', 'application/problem+json'],
    ['*/*', 'application/problem+json'],
  ])('it answers who accepts %s with %s', async (accept, type) => {
    const scene = await open(kind, [requestTimeout(limitMs), holding().layer])
    const reply = await (await scene.visitor()).ask({ headers: { accept } })
    expect(reply.status).toBe(503)
    expect(reply.headers['content-type']).toBe(type)
    expect(reply.body).toContain(String(limitMs))
  })

  test('the record says so', async () => {
    const scene = await open(kind, [requestTimeout(limitMs), holding().layer])
    await (await scene.visitor()).ask()
    const record = await scene.records.nth(1)
    expect(record).toMatchObject({
      outcome: 'timed-out',
      phase: 'processing',
      closure: 'none',
      cause: { origin: 'timeout', rule: 'limit-passed' },
      statusSent: 503,
      status: 503,
      timeoutMs: limitMs,
    })
    expect(record.ageMs).toBeGreaterThanOrEqual(limitMs)
  })

  test('the signal is aborted with a RequestTimeoutError', async () => {
    const { layer, held } = holding()
    const scene = await open(kind, [requestTimeout(limitMs), layer])
    const visit = (await scene.visitor()).start()
    const reason = await aborted(abortSignal((await held.nth(1)).req))
    expect(reason).toBeInstanceOf(RequestTimeoutError)
    expect(reason).toMatchObject({
      name: 'TimeoutError',
      code: 'ERR_REQUEST_TIMEOUT',
      phase: 'processing',
      status: 503,
      expose: true,
      headers: { 'Retry-After': '1' },
      limitMs,
    })
    expect(await visit.reply).toMatchObject({ status: 503 })
    const { id } = await scene.records.nth(1)
    expect((reason as RequestTimeoutError).exchangeId).toBe(id)
    expect((reason as RequestTimeoutError).elapsedMs).toBeGreaterThanOrEqual(limitMs)
  })

  test('headers that described the other answer are gone', async () => {
    const { layer } = holding(({ res }) => {
      res.setHeader('content-length', 5)
      res.setHeader('content-encoding', 'gzip')
      res.setHeader('etag', '"x"')
      res.setHeader('x-request-id', 'kept')
    })
    const scene = await open(kind, [requestTimeout(limitMs), layer])
    const { status, headers, body } = await (await scene.visitor()).ask()
    expect(status).toBe(503)
    expect(headers['content-length']).toBe(String(body.length))
    expect(headers).not.toHaveProperty('content-encoding')
    expect(headers).not.toHaveProperty('etag')
    expect(headers['x-request-id']).toBe('kept')
  })

  test('a status message and trailers of the other answer are gone', async () => {
    const { layer } = holding(({ res }) => {
      if (kind !== 'h2') res.statusMessage = 'Nearly There'
      res.setHeader('trailer', 'x-sum')
      res.setHeader('transfer-encoding', 'chunked')
      res.setHeader('location', '/done')
    })
    const scene = await open(kind, [requestTimeout(limitMs), layer])
    const { status, message, headers } = await (await scene.visitor()).ask()
    expect([status, message]).toEqual([503, kind === 'h2' ? '' : 'Service Unavailable'])
    expect(headers).not.toHaveProperty('trailer')
    expect(headers).not.toHaveProperty('location')
  })

  test('a HEAD request has the header of the answer, and no body', async () => {
    const scene = await open(kind, [requestTimeout(limitMs), holding().layer])
    const visitor = await scene.visitor()
    const { status, headers, body } = await visitor.ask({ method: 'HEAD' })
    expect([status, body]).toEqual([503, ''])
    expect(Number(headers['content-length'])).toBeGreaterThan(0)
    expect((await visitor.ask()).status).toBe(503)
  })

  test('the signal is aborted, then the error is passed on, then the client is answered', async () => {
    const order: unknown[] = []
    const { layer } = holding(({ req, res }) => {
      abortSignal(req).addEventListener('abort', () => order.push(['abort', res.headersSent]))
    })
    const scene = await open(kind, [requestTimeout(limitMs), layer], {
      beforeErrors: [
        (error, req, res, next) => {
          order.push(['next', error === abortSignal(req).reason, res.headersSent])
          next(error)
        },
      ],
    })
    expect((await (await scene.visitor()).ask()).status).toBe(503)
    expect(order).toEqual([
      ['abort', false],
      ['next', true, false],
    ])
  })

  test('a handler that was in time is left alone', async () => {
    const scene = await open(kind, [requestTimeout(60_000), (_req, res) => res.end('in time')])
    expect(await (await scene.visitor()).ask()).toMatchObject({ status: 200, body: 'in time' })
    expect(await scene.records.nth(1)).toMatchObject({ outcome: 'completed', timeoutMs: 60_000 })
    expect(scene.told.all).toEqual([])
  })

  test('the connection serves the next request', async () => {
    const { layer } = holding()
    const scene = await open(kind, [
      requestTimeout(limitMs),
      (req, res, next) => (req.url === '/slow' ? layer(req, res, next) : res.end('fast')),
    ])
    const visitor = await scene.visitor()
    expect((await visitor.ask({ path: '/slow' })).status).toBe(503)
    expect(await visitor.ask({ path: '/fast' })).toMatchObject({ status: 200, body: 'fast' })
    const [first, second] = [await scene.records.nth(1), await scene.records.nth(2)]
    expect([first.outcome, second.outcome]).toEqual(['timed-out', 'completed'])
    expect(second.connection).toMatchObject({ id: first.connection.id, request: 2 })
  })

  test('it works alone, without abortDetection', async () => {
    const scene = await open(kind, [requestTimeout(limitMs), holding().layer], { detect: false })
    expect((await (await scene.visitor()).ask()).status).toBe(503)
  })

  test('the error goes to a handler of the application that stands first', async () => {
    const seen: unknown[] = []
    const render: ErrorMiddleware = (error, _req, res, _next) => {
      seen.push(error)
      res.statusCode = 504
      res.end('ours')
    }
    const scene = await open(kind, [requestTimeout(limitMs), holding().layer], {
      beforeErrors: [render],
      errors: false,
    })
    expect(await (await scene.visitor()).ask()).toMatchObject({ status: 504, body: 'ours' })
    expect(seen).toEqual([expect.any(RequestTimeoutError)])
    expect(await scene.records.nth(1)).toMatchObject({ outcome: 'timed-out', statusSent: 504 })
  })

  test('two error handlers of ours answer once', async () => {
    const scene = await open(kind, [requestTimeout(limitMs), holding().layer], {
      beforeErrors: [errorHandler()],
    })
    expect((await (await scene.visitor()).ask()).status).toBe(503)
    await scene.records.nth(1)
    expect(scene.told.all).toHaveLength(1)
    expect(scene.downstream.all).toEqual([])
  })
})

describe.each(http1Kinds)('when a limit passes during an upload on %s', (kind) => {
  test('the connection is closed, since the rest of the upload would stand before the next request', async () => {
    const scene = await open(kind, [requestTimeout({ responseMs: limitMs }), holding().layer])
    const client = await scene.raw()
    client.send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nhalf')
    const answer = await client.read()
    expect(answer).toMatch(/^HTTP\/1\.1 503 /)
    expect(answer).toMatch(/\r\nconnection: close\r\n/i)
    expect(await scene.records.nth(1)).toMatchObject({ outcome: 'timed-out', phase: 'receiving' })
  })

  test('the connection is kept where the upload was complete', async () => {
    const scene = await open(kind, [
      requestTimeout(limitMs),
      holding(({ req }) => req.resume()).layer,
    ])
    const reply = await (await scene.visitor()).ask({ method: 'POST', body: 'all' })
    expect(reply.status).toBe(503)
    expect(reply.headers.connection).not.toBe('close')
  })
})
