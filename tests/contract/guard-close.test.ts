import { once } from 'node:events'
import http from 'node:http'
import http2 from 'node:http2'
import net from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocket, WebSocketServer } from 'ws'
import { abortSignal, isServerClosedError } from '../../src/index.js'
import { guardServer } from '../../src/server/index.js'
import { H2Client } from '../harness/h2-client.js'
import { serverKinds } from '../harness/servers.js'
import { tlsFixture } from '../harness/tls-fixture.js'
import { answersIn, get, hello, openGuarded, type Guarded } from './guarded.js'
import { aborted, cleanUp, holding, onCleanUp } from './support.js'
import { h1Visitor, h2Visitor, type Visitor } from './visitor.js'

afterEach(cleanUp)

async function visitorOf({ running: { kind, port } }: Guarded): Promise<Visitor> {
  const visitor = kind === 'h2' ? await h2Visitor(port) : h1Visitor(port, kind === 'https')
  onCleanUp(() => visitor.leave())
  return visitor
}

async function isRefused(port: number): Promise<boolean> {
  const socket = net.connect(port, '127.0.0.1')
  const outcome = await new Promise((resolve) => {
    socket.once('connect', () => resolve('connected'))
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code))
  })
  socket.destroy()
  return outcome === 'ECONNREFUSED'
}

const longMs = 20_000

describe.each(serverKinds)('a guarded server that closes (%s)', (kind) => {
  test('lets what is in flight finish, and takes no new connection', async () => {
    const { layer, held } = holding()
    const guarded = await openGuarded(kind, [layer])
    const visit = (await visitorOf(guarded)).start()
    const { req, res } = await held.nth(1)
    const signal = abortSignal(req)
    const closed = guarded.guard.close({ graceMs: longMs })
    expect(await isRefused(guarded.running.port)).toBe(true)
    expect([signal.aborted, guarded.guard.closing.aborted]).toEqual([false, true])
    res.end('whole')
    const reply = await visit.reply
    expect([reply?.status, reply?.body]).toEqual([200, 'whole'])
    if (kind !== 'h2') expect(reply?.headers.connection).toBe('close')
    const { durationMs, ...counts } = await closed
    expect(counts).toEqual({ idle: 0, drained: 1, aborted: 0 })
    expect(durationMs).toBeLessThan(longMs)
    expect(guarded.records.all.map(({ outcome }) => outcome)).toEqual(['completed'])
    expect(signal.aborted).toBe(false)
  })

  test('closes idle connections', async () => {
    const guarded = await openGuarded(kind, [hello])
    await (await visitorOf(guarded)).ask()
    const { durationMs, ...counts } = await guarded.guard.close({ graceMs: longMs })
    expect(counts).toEqual({ idle: 1, drained: 0, aborted: 0 })
    expect(durationMs).toBeLessThan(longMs)
    expect(guarded.events.all).toEqual([])
  })

  test('cuts what takes longer than the grace, and tells why', async () => {
    const { layer, held } = holding()
    const guarded = await openGuarded(kind, [layer])
    const visit = (await visitorOf(guarded)).start()
    const signal = abortSignal((await held.nth(1)).req)
    const closed = guarded.guard.close({ graceMs: 50 })
    const reason = await aborted(signal)
    expect(isServerClosedError(reason)).toBe(true)
    expect(await visit.reply).toBeNull()
    expect(await closed).toMatchObject({ idle: 0, drained: 0, aborted: 1 })
    expect(guarded.records.all).toHaveLength(1)
    expect(guarded.records.all[0]).toMatchObject({
      outcome: 'server-closed',
      phase: 'processing',
      closure: 'none',
      cause: { origin: 'server', rule: 'server-shutdown' },
      statusSent: null,
    })
  })

  test('cuts an event stream that does not end, whose handler is told before', async () => {
    const { layer, held } = holding(({ res }) => {
      res.setHeader('Content-Type', 'text/event-stream')
      res.write('data: 1\n\n')
    })
    const guarded = await openGuarded(kind, [layer])
    const visitor = await visitorOf(guarded)
    const polite = visitor.start({ path: '/polite' })
    const { res } = await held.nth(1)
    guarded.guard.closing.addEventListener('abort', () => res.end('retry: 10\n\n'))
    const stubborn = (await visitorOf(guarded)).start({ path: '/stubborn' })
    await held.nth(2)
    expect(await guarded.guard.close({ graceMs: 300 })).toMatchObject({ drained: 1, aborted: 1 })
    expect((await polite.reply)?.body).toBe('data: 1\n\nretry: 10\n\n')
    expect(await stubborn.reply).toBeNull()
    const outcomes = new Map(guarded.records.all.map(({ path, outcome }) => [path, outcome]))
    expect(outcomes.get('/polite')).toBe('completed')
    expect(outcomes.get('/stubborn')).toBe('server-closed')
  })

  test('gives the whole of an answer to a client that reads slowly', async () => {
    const body = Buffer.alloc(20_000_000, 'x')
    const { layer, held } = holding(({ res }) => {
      res.setHeader('Content-Length', body.length)
      res.end(body)
    })
    const guarded = await openGuarded(kind, [layer])
    if (kind === 'h2') {
      const client = await H2Client.connect(guarded.running.port)
      onCleanUp(() => client.close())
      const stream = client.request({ ':path': '/' })
      await held.nth(1)
      const closed = guarded.guard.close({ graceMs: longMs })
      let received = 0
      stream.on('data', (chunk: Buffer) => (received += chunk.length))
      await once(stream, 'end')
      expect(received).toBe(body.length)
      expect(await closed).toMatchObject({ drained: 1 })
      return
    }
    const client = await guarded.raw()
    client.send(get())
    await held.nth(1)
    const closed = guarded.guard.close({ graceMs: longMs })
    const received = await client.read()
    expect(received.length - received.indexOf('\r\n\r\n') - 4).toBe(body.length)
    client.close()
    expect(await closed).toMatchObject({ drained: 1 })
  })

  test('closes once', async () => {
    const guarded = await openGuarded(kind, [hello])
    const first = guarded.guard.close()
    expect(guarded.guard.close({ graceMs: 0 })).toBe(first)
    expect(await first).toMatchObject({ idle: 0, drained: 0, aborted: 0 })
  })
})

describe('a guarded server of HTTP/1 that closes', () => {
  test('answers a request that was on its way when it began', async () => {
    const guarded = await openGuarded('http', [hello])
    const kept = await guarded.raw()
    kept.send(get())
    await kept.read((text) => text.endsWith('hello'))
    const fresh = await guarded.raw()
    const closed = guarded.guard.close({ graceMs: longMs })
    kept.send(get())
    fresh.send(get())
    for (const client of [kept, fresh]) {
      const received = await client.read()
      expect(answersIn(received)).toEqual(['200'])
      expect(received).toContain('Connection: close')
      client.close()
    }
    expect(await closed).toMatchObject({ idle: 0, drained: 2, aborted: 0 })
  })

  test('answers all of a pipeline', async () => {
    const { layer, held } = holding()
    const guarded = await openGuarded('http', [layer])
    const client = await guarded.raw()
    client.send(get('/1') + get('/2') + get('/3'))
    await held.nth(3)
    const closed = guarded.guard.close({ graceMs: longMs })
    for (const { res } of held.all) res.end('hello')
    expect(answersIn(await client.read())).toEqual(['200', '200', '200'])
    client.close()
    expect(await closed).toMatchObject({ drained: 1 })
    expect(guarded.records.all.map(({ outcome }) => outcome)).toEqual(
      Array.from({ length: 3 }, () => 'completed'),
    )
  })

  test('closes a connection whose answer had promised to keep it', async () => {
    const { layer, held } = holding(({ res }) => res.write('half'))
    const guarded = await openGuarded('http', [layer])
    const client = await guarded.raw()
    client.send(get())
    await client.read((text) => text.includes('half'))
    const closed = guarded.guard.close({ graceMs: longMs })
    ;(await held.nth(1)).res.end('whole')
    expect(await client.read()).toContain('whole')
    client.close()
    expect(await closed).toMatchObject({ drained: 1 })
  })

  test('finishes an upload, without the request side too', async () => {
    const guarded = await openGuarded(
      'http',
      [
        (req, res) => {
          let length = 0
          req.on('data', (chunk: Buffer) => (length += chunk.length))
          req.on('end', () => res.end(`got ${String(length)}`))
        },
      ],
      { detect: false },
    )
    const client = await guarded.raw()
    const requested = once(guarded.server, 'request')
    client.send('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n01234')
    await requested
    const closed = guarded.guard.close({ graceMs: longMs })
    client.send('56789')
    expect(await client.read()).toContain('got 10')
    client.close()
    expect(await closed).toMatchObject({ drained: 1 })
  })

  test('gives websockets the grace, and cuts those that stay', async () => {
    const guarded = await openGuarded('http', [hello])
    const wss = new WebSocketServer({ server: guarded.server as http.Server })
    guarded.guard.closing.addEventListener('abort', () => {
      for (const each of wss.clients) if (each.protocol === 'polite') each.close(1001)
    })
    const clients = await Promise.all(
      ['polite', 'stubborn'].map(async (protocol) => {
        const client = new WebSocket(`ws://127.0.0.1:${String(guarded.running.port)}`, protocol)
        await once(client, 'open')
        return client
      }),
    )
    const codes = clients.map(
      (client) => new Promise<number>((resolve) => client.once('close', resolve)),
    )
    expect(await guarded.guard.close({ graceMs: 300 })).toMatchObject({
      idle: 0,
      drained: 1,
      aborted: 1,
    })
    expect(await Promise.all(codes)).toEqual([1001, 1006])
    expect(guarded.events.all).toEqual([])
  })

  test('ends a TLS connection that is amid its handshake', async () => {
    const guarded = await openGuarded('https', [hello])
    const socket = net.connect(guarded.running.port, '127.0.0.1')
    socket.on('error', () => undefined)
    await once(guarded.server, 'connection')
    const { durationMs } = await guarded.guard.close({ graceMs: longMs })
    expect(durationMs).toBeLessThan(longMs)
    socket.destroy()
  })

  test('has nothing to do where it never listened, or was closed by hand', async () => {
    const never = http.createServer()
    expect(await guardServer(never).close()).toMatchObject({ idle: 0, drained: 0, aborted: 0 })
    const guarded = await openGuarded('http', [hello])
    guarded.server.close()
    await once(guarded.server, 'close')
    expect(await guarded.guard.close()).toMatchObject({ aborted: 0 })
  })

  test('calls onClosed with what became of the connections before it resolves', async () => {
    const seen: unknown[] = []
    const guarded = await openGuarded('http', [hello], {
      guard: {
        onClosed: async (closed) => {
          await new Promise(setImmediate)
          seen.push(closed)
        },
      },
    })
    const closed = await guarded.guard.close()
    expect(seen).toEqual([closed])
  })

  test('keeps no listener and no method of its own on the server', async () => {
    const guarded = await openGuarded('http', [hello])
    const before = guarded.server.listenerCount('request')
    await guarded.guard.close()
    expect(guarded.server.listenerCount('request')).toBe(before)
    expect(Object.hasOwn(guarded.server, 'closeIdleConnections')).toBe(false)
  })
})

describe('a guarded server of HTTP/2 over TLS', () => {
  async function secure() {
    const { layer, held } = holding()
    const server = http2.createSecureServer({ ...tlsFixture, allowHTTP1: true }, (req, res) => {
      layer(req as unknown as http.IncomingMessage, res as unknown as http.ServerResponse, () => {
        res.end()
      })
    })
    const guard = guardServer(server)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as net.AddressInfo
    onCleanUp(() => guard.close({ graceMs: 0 }))
    return { guard, held, port }
  }

  test('says GOAWAY to HTTP/2 and Connection: close to HTTP/1, and waits for both', async () => {
    const { guard, held, port } = await secure()
    const session = http2.connect(`https://127.0.0.1:${String(port)}`, {
      rejectUnauthorized: false,
    })
    session.on('error', () => undefined)
    const stream = session.request({ ':path': '/' })
    const second = h1Visitor(port, true)
    onCleanUp(() => second.leave())
    await held.nth(1)
    const visit = second.start()
    await held.nth(2)
    const goaway = once(session, 'goaway')
    const closed = guard.close({ graceMs: longMs })
    await goaway
    for (const { res } of held.all) res.end('hello')
    let body = ''
    stream.on('data', (chunk: Buffer) => (body += String(chunk)))
    await once(stream, 'close')
    expect(body).toBe('hello')
    expect((await visit.reply)?.headers.connection).toBe('close')
    expect(await closed).toMatchObject({ idle: 0, drained: 2, aborted: 0 })
  })
})

test('a socket that speaks neither HTTP/2 nor HTTP/1 does not hold up the close', async () => {
  const guarded = await openGuarded('h2', [hello])
  const socket: Duplex = net.connect(guarded.running.port, '127.0.0.1')
  socket.on('error', () => undefined)
  await once(guarded.server, 'session')
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  expect(await guarded.events.nth(1)).toMatchObject({
    kind: 'client-error',
    code: 'ERR_HTTP2_ERROR',
  })
  await guarded.guard.close({ graceMs: longMs })
  socket.destroy()
})
