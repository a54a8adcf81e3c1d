import { once } from 'node:events'
import type { RequestListener, Server } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exchangeOf } from '../../src/index.js'
import { h1Visitor, type Visitor } from '../contract/visitor.js'
import { deferred } from '../harness/deferred.js'
import { documented } from '../harness/documented.js'
import type { Middleware } from '../harness/http-shapes.js'
import { faster } from './faster.js'
import { cleanUp, onCleanUp, soon } from './stopping.js'

const page = 'docs/how-to/choose-limits.md'
afterEach(cleanUp)

async function serve(server: Server): Promise<Visitor> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const visitor = h1Visitor((server.address() as AddressInfo).port, false)
  onCleanUp(async () => {
    visitor.leave()
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  })
  return visitor
}

/** Answers with the limit in force, and what is left of it. */
const tellLimit: Middleware = (req, res) => {
  const { limitMs, remainingMs } = exchangeOf(req).deadline
  res.end(JSON.stringify({ limitMs, remainingMs }))
}

interface Told {
  readonly limitMs: number
  readonly remainingMs: number
}

describe('the application with three policies, as documented', () => {
  type Handlers = Readonly<Record<'page' | 'exportAll' | 'hook', Middleware>>
  const appOf = (handler: Middleware, edit?: (code: string) => string): RequestListener => {
    const { createApp } = documented(page, 'Yours below it', edit) as {
      createApp: (handlers: Handlers) => RequestListener
    }
    return createApp({ page: handler, exportAll: handler, hook: handler })
  }

  test('limits each route by the nearest policy', async () => {
    const visitor = await serve(createServer(appOf(tellLimit)))
    const limits = []
    for (const call of [
      { path: '/page' },
      { path: '/export' },
      { method: 'POST', path: '/hook', body: '' },
    ]) {
      limits.push((JSON.parse((await visitor.ask(call)).body) as Told).limitMs)
    }
    expect(limits).toEqual([55_000, 55_000, 9_000])
  })

  test('answers for a handler that is too slow', async () => {
    const edit = faster({ responseMs: 300, totalMs: 900_000 })
    const visitor = await serve(createServer(appOf(() => undefined, edit)))
    expect(await visitor.ask({ path: '/export' })).toMatchObject({
      status: 503,
      headers: { 'retry-after': '1' },
    })
  })
})

describe('the application that takes the queue time off, as documented', () => {
  const { createApp } = documented(page, 'The time spent in front') as {
    createApp: (page: Middleware) => RequestListener
  }
  const startedBefore = (ms: number) => ({
    path: '/page',
    headers: { 'x-request-start': `t=${((Date.now() - ms) / 1000).toFixed(3)}` },
  })

  test('gives the handler what is left', async () => {
    const visitor = await serve(createServer(createApp(tellLimit)))
    const { body } = await visitor.ask(startedBefore(20_000))
    const { remainingMs } = JSON.parse(body) as Told
    expect(remainingMs).toBeGreaterThan(10_000)
    expect(remainingMs).toBeLessThanOrEqual(35_000)
  })

  test('answers a request whose time has passed without running it', async () => {
    const handler = jest.fn(tellLimit)
    const visitor = await serve(createServer(createApp(handler)))
    expect(await visitor.ask(startedBefore(56_000))).toMatchObject({ status: 503 })
    expect(handler).not.toHaveBeenCalled()
  })
})

test('the server behind a load balancer keeps connections longer, as documented', async () => {
  const { createServerBehindAlb } = documented(page, "Node's own limits") as {
    createServerBehindAlb: (app: RequestListener) => Server
  }
  const asked = deferred()
  const server = createServerBehindAlb((_req, res) => {
    asked.resolve()
    res.end()
  })
  const visitor = await serve(server)
  const { headers } = await visitor.ask()
  await soon('the request', asked.promise)
  expect(headers['keep-alive']).toBe('timeout=65')
  const { requestTimeout, headersTimeout, keepAliveTimeout } = server
  expect({ requestTimeout, headersTimeout, keepAliveTimeout }).toEqual({
    requestTimeout: 930_000,
    headersTimeout: 60_000,
    keepAliveTimeout: 65_000,
  })
})
