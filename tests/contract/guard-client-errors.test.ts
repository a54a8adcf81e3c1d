import { once } from 'node:events'
import net, { type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { within } from '../harness/deferred.js'
import type { ServerKind } from '../harness/servers.js'
import { answersIn, get, hello, openGuarded, type Guarded } from './guarded.js'
import { cleanUp, holding, onCleanUp, patienceMs } from './support.js'

afterEach(cleanUp)

const kinds: readonly ServerKind[] = ['http', 'express5', 'express4', 'connect', 'https']

/** The server lives on. */
async function expectAlive(guarded: Guarded): Promise<void> {
  const client = await guarded.raw()
  client.send(get())
  expect(await client.read((text) => text.endsWith('hello'))).toContain('200')
}

async function closed(server: Guarded['server']): Promise<Socket> {
  const [socket] = (await once(server, 'connection')) as [Socket]
  return socket
}

describe.each(kinds)('a guarded server (%s)', (kind) => {
  test('answers garbage with 400, once, and ends the connection', async () => {
    const guarded = await openGuarded(kind, [hello])
    const client = await guarded.raw()
    client.send('no such thing\r\n\r\n')
    client.send('and again\r\n\r\n')
    expect(answersIn(await client.read())).toEqual(['400'])
    expect(guarded.events.all).toEqual([
      { kind: 'client-error', code: 'HPE_INVALID_METHOD', closure: 'none' },
    ])
    expect(guarded.records.all).toEqual([])
    await expectAlive(guarded)
  })

  test('answers a header that is too large with 431, also where the client goes on sending', async () => {
    const guarded = await openGuarded(kind, [hello])
    const client = await guarded.raw()
    client.send('GET / HTTP/1.1\r\nHost: x\r\n')
    const line = `X-Large: ${'x'.repeat(4_000)}\r\n`
    for (let count = 0; count < 100; count++) client.send(line)
    expect(answersIn(await client.read())).toEqual(['431'])
    expect(guarded.events.all).toEqual([
      { kind: 'client-error', code: 'HPE_HEADER_OVERFLOW', closure: 'none' },
    ])
    await expectAlive(guarded)
  })

  test('answers a header that comes too slowly with 408', async () => {
    const guarded = await openGuarded(kind, [hello], { guard: { headersTimeoutMs: 100 } })
    const client = await guarded.raw()
    client.send('GET / HTTP/1.1\r\nHost:')
    expect(answersIn(await client.read())).toEqual(['408'])
    expect(guarded.events.all).toEqual([
      { kind: 'client-error', code: 'ERR_HTTP_REQUEST_TIMEOUT', closure: 'none' },
    ])
  })

  test('takes a reset between two requests for no abort', async () => {
    const guarded = await openGuarded(kind, [hello])
    const client = await guarded.raw()
    client.send(get())
    await client.read((text) => text.endsWith('hello'))
    client.reset()
    expect(await guarded.events.nth(1)).toEqual({
      kind: 'client-error',
      code: 'ECONNRESET',
      closure: 'rst',
    })
    expect(guarded.records.all.map(({ outcome }) => outcome)).toEqual(['completed'])
    await expectAlive(guarded)
  })

  test('leaves a reset amid an exchange to the record of that', async () => {
    const { layer, held } = holding()
    const guarded = await openGuarded(kind, [layer])
    const client = await guarded.raw()
    client.send(get())
    await held.nth(1)
    client.reset()
    const record = await guarded.records.nth(1)
    expect(record.outcome).toBe('client-disconnected')
    expect(guarded.events.all).toEqual([])
  })

  test('answers a body that cannot be read, and the record says whose doing it was', async () => {
    const { layer, held } = holding()
    const guarded = await openGuarded(kind, [layer])
    const client = await guarded.raw()
    client.send('POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n')
    await held.nth(1)
    client.send('not a length\r\n')
    expect(answersIn(await client.read())).toEqual(['400'])
    const { outcome, cause } = await guarded.records.nth(1)
    expect([outcome, cause]).toEqual([
      'client-disconnected',
      { origin: 'client', rule: 'protocol-error' },
    ])
    expect(guarded.events.all).toEqual([])
  })

  test('appends no answer to a response that has begun', async () => {
    const { layer, held } = holding(({ res }) => res.write('half'))
    const guarded = await openGuarded(kind, [layer])
    const client = await guarded.raw()
    client.send('POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n')
    await held.nth(1)
    await client.read((text) => text.includes('half'))
    client.send('not a length\r\n')
    expect(await client.read()).toBe('')
    expect((await guarded.records.nth(1)).phase).toBe('responding')
  })

  test('appends no answer to a response that was complete before its request', async () => {
    const guarded = await openGuarded(kind, [hello])
    const client = await guarded.raw()
    client.send('POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n')
    await client.read((text) => text.includes('hello'))
    client.send('not a length\r\n')
    expect(await client.read()).toBe('')
    await expectAlive(guarded)
  })

  test('appends no 408 to a response that was complete before its request', async () => {
    const guarded = await openGuarded(kind, [hello], {
      guard: { requestTimeoutMs: 100, headersTimeoutMs: 100 },
    })
    const client = await guarded.raw()
    client.send('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n')
    expect(answersIn(await client.read())).toEqual(['200'])
  })
})

test('without the request side every failure is told', async () => {
  const { layer, held } = holding()
  const guarded = await openGuarded('http', [layer], { detect: false })
  const client = await guarded.raw()
  client.send(get())
  await held.nth(1)
  client.send('garbage\r\n\r\n')
  expect(answersIn(await client.read())).toEqual(['400'])
  expect(guarded.events.all).toHaveLength(1)
})

describe('a TLS port', () => {
  async function sending(bytes: Buffer | string): Promise<{ guarded: Guarded; received: Buffer }> {
    const guarded = await openGuarded('https', [hello])
    const socket = net.connect(guarded.running.port, '127.0.0.1')
    onCleanUp(() => socket.destroy())
    socket.on('error', () => undefined)
    const chunks: Buffer[] = []
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.write(bytes)
    await within(patienceMs, 'no end', new Promise((resolve) => socket.once('close', resolve)))
    return { guarded, received: Buffer.concat(chunks) }
  }

  test('ends what speaks plain HTTP, and answers nothing in the clear', async () => {
    const { guarded, received } = await sending(get())
    expect(received.toString('latin1')).not.toContain('HTTP/1.1')
    expect(guarded.events.all).toEqual([
      { kind: 'tls-error', code: 'ERR_SSL_HTTP_REQUEST', closure: 'none' },
    ])
    await expectAlive(guarded)
  })

  test('ends what sends garbage', async () => {
    const { guarded } = await sending(Buffer.alloc(512, 0x7f))
    expect(guarded.events.all).toHaveLength(1)
    expect(guarded.events.all[0]).toMatchObject({
      kind: 'tls-error',
      code: expect.stringMatching(/^ERR_SSL_/) as string,
    })
    await expectAlive(guarded)
  })

  test('tells of a client that leaves amid the handshake', async () => {
    const guarded = await openGuarded('https', [hello])
    const socket = net.connect(guarded.running.port, '127.0.0.1')
    socket.on('error', () => undefined)
    await once(guarded.server, 'connection')
    socket.end()
    expect(await guarded.events.nth(1)).toEqual({
      kind: 'tls-error',
      code: 'ECONNRESET',
      closure: 'fin',
    })
    await expectAlive(guarded)
  })

  test('tells of a record that breaks after the handshake', async () => {
    const guarded = await openGuarded('https', [hello])
    const client = await guarded.raw()
    client.send(get())
    await client.read((text) => text.endsWith('hello'))
    client.socket.write('no TLS record at all')
    expect(await guarded.events.nth(1)).toMatchObject({ kind: 'tls-error' })
    await expectAlive(guarded)
  })
})

describe("the application's own listener", () => {
  test('answers alone', async () => {
    const guarded = await openGuarded('http', [hello], {
      prepare: (server) =>
        server.on('clientError', (_error: Error, socket: Duplex) => {
          socket.end('HTTP/1.1 418 Teapot\r\nConnection: close\r\n\r\n')
        }),
    })
    const client = await guarded.raw()
    client.send('garbage\r\n\r\n')
    expect(answersIn(await client.read())).toEqual(['418'])
    client.close()
    expect(guarded.events.all).toHaveLength(1)
  })

  test('that only looks on leaves the answer to the guard', async () => {
    const seen: string[] = []
    const guarded = await openGuarded('http', [hello], {
      prepare: (server) => server.on('clientError', ({ message }: Error) => seen.push(message)),
    })
    const client = await guarded.raw()
    client.send('garbage\r\n\r\n')
    expect(answersIn(await client.read())).toEqual(['400'])
    expect(seen).toHaveLength(1)
  })

  test('that answers and ends nothing is not answered again, and its socket ends', async () => {
    const guarded = await openGuarded('http', [hello], {
      prepare: (server) =>
        server.on('clientError', (_error: Error, socket: Duplex) => {
          socket.write('HTTP/1.1 418 Teapot\r\nContent-Length: 0\r\n\r\n')
        }),
    })
    const connected = closed(guarded.server)
    const client = await guarded.raw()
    const socket = await connected
    client.send('garbage\r\n\r\n')
    expect(answersIn(await client.read())).toEqual(['418'])
    expect(socket.destroyed).toBe(true)
  })
})

test('a client that reads its answer and never closes is cut', async () => {
  const guarded = await openGuarded('http', [hello])
  const connected = closed(guarded.server)
  const client = await guarded.raw()
  const socket = await connected
  client.send('garbage\r\n\r\n')
  const gone = new Promise((resolve) => socket.once('close', resolve))
  await client.read((text) => text.endsWith('\r\n\r\n'))
  await within(patienceMs, 'no end of the socket', gone)
})
