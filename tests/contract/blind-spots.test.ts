import compression from 'compression'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { constants, type Http2ServerResponse } from 'node:http2'
import { exchangeOf } from '../../src/index.js'
import type { Middleware } from '../harness/http-shapes.js'
import type { RawClient } from '../harness/raw-client.js'
import { stalled, turns } from '../harness/turns.js'
import { cleanUp, holding, http1Kinds, open, type Held, type Scene } from './support.js'

afterEach(cleanUp)

const get = 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'
/** What the kernel's buffers on the way take, and what they do not. */
const small = Buffer.alloc(200 * 1024, 'x')
const large = Buffer.alloc(24 * 1024 * 1024, 'x')

/** A client that asks and reads nothing, with the server's side of its request. */
async function asked(
  scene: Scene,
  held: { nth(n: number): Promise<Held> },
  text = get,
): Promise<{ client: RawClient } & Held> {
  const client = await scene.raw()
  client.send(text)
  return { client, ...(await held.nth(1)) }
}

/** Nothing was decided, though the event loop went round. */
async function expectUndecided(scene: Scene, req: IncomingMessage, phase: string): Promise<void> {
  await turns(25)
  expect(exchangeOf(req)).toMatchObject({ phase, outcome: null })
  expect(exchangeOf(req).signal.aborted).toBe(false)
  expect(scene.records.all).toEqual([])
}

describe.each(http1Kinds)('what cannot be known on %s', (kind) => {
  test('a small answer that was never read counts as delivered', async () => {
    const { layer, held } = holding(({ res }) => res.end(small))
    const scene = await open(kind, [layer])
    const { client } = await asked(scene, held)
    const record = await scene.records.nth(1)
    client.reset()
    await scene.disconnected()
    expect(record).toMatchObject({ outcome: 'completed', status: 200, closure: 'none' })
    expect(record.bytesOut).toBeGreaterThanOrEqual(small.length)
  })

  test('a slow reader that stays is waited for', async () => {
    const { layer, held } = holding(({ res }) => res.end(large))
    const scene = await open(kind, [layer])
    const { client, req } = await asked(scene, held)
    await stalled(req.socket)
    await expectUndecided(scene, req, 'flushing')
    await client.read()
    expect(await scene.records.nth(1)).toMatchObject({ outcome: 'completed', closure: 'none' })
  })

  test('a FIN while writes are pending is no departure: a client that reads on is served', async () => {
    const { layer, held } = holding(({ res }) => res.end(large))
    const scene = await open(kind, [layer])
    const { client, req } = await asked(scene, held)
    await finWhilePending(client, req)
    await expectUndecided(scene, req, 'flushing')
    expect((await client.read()).length).toBeGreaterThan(large.length)
    expect(await scene.records.nth(1)).toMatchObject({ outcome: 'completed', closure: 'none' })
  })

  test('a FIN while writes are pending is a departure once they fail', async () => {
    const { layer, held } = holding(({ res }) => res.end(large))
    const scene = await open(kind, [layer])
    const { client, req } = await asked(scene, held)
    await finWhilePending(client, req)
    await expectUndecided(scene, req, 'flushing')
    client.reset()
    expect(await scene.records.nth(1)).toMatchObject({
      outcome: 'client-disconnected',
      phase: 'flushing',
      closure: 'fin',
      status: 499,
    })
  })

  test('a FIN while writes are pending is a departure once they are done, where more was to come', async () => {
    const { layer, held } = holding(({ res }) => res.write(large))
    const scene = await open(kind, [layer])
    const { client, req } = await asked(scene, held)
    await finWhilePending(client, req)
    await expectUndecided(scene, req, 'responding')
    await client.read()
    expect(await scene.records.nth(1)).toMatchObject({
      outcome: 'client-disconnected',
      phase: 'responding',
      closure: 'fin',
    })
  })

  test.each<[what: string, act: (held: Held) => unknown, phase: string, closure: RegExp]>([
    // After the last bytes, Node 20 and 22 take a connection that was reset for one that was ended.
    ['reads', ({ req }) => req.resume(), 'receiving', /^(fin|rst)$/],
    ['writes', ({ res }) => res.write('x'), 'responding', /^rst$/],
    ['answers', ({ res }) => res.end('x'), 'flushing', /^rst$/],
  ])(
    'a reset is not seen while nobody reads the upload, until the server %s',
    async (_what, act, phase, closure) => {
      const { layer, held } = holding()
      const scene = await open(kind, [layer])
      const upload = `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${large.length}\r\n\r\n`
      const { client, ...mine } = await asked(scene, held, upload)
      client.send(large)
      await stalled(client.socket)
      const closed = once(client.socket, 'close')
      client.reset()
      await closed
      await expectUndecided(scene, mine.req, 'receiving')
      act(mine)
      expect(await scene.records.nth(1)).toMatchObject({
        outcome: 'client-disconnected',
        phase,
        closure: expect.stringMatching(closure),
      })
    },
  )

  test('flushing looks like responding under compression', async () => {
    const { layer, held } = holding(({ res }) => {
      res.setHeader('Content-Type', 'text/plain')
      res.end(large)
    })
    // Level 0 packs without compressing, so that there is something to flush.
    const scene = await open(kind, [compression({ level: 0 }) as unknown as Middleware, layer])
    const accepting = get.replace('\r\n\r\n', '\r\nAccept-Encoding: gzip\r\n\r\n')
    const { client, req } = await asked(scene, held, accepting)
    await stalled(req.socket)
    await expectUndecided(scene, req, 'responding')
    client.reset()
    expect(await scene.records.nth(1)).toMatchObject({
      outcome: 'client-disconnected',
      phase: 'responding',
    })
  })

  test('a reset that the application forges with all its marks is called the client’s', async () => {
    const { layer, held } = holding()
    const scene = await open(kind, [layer])
    const { req } = await asked(scene, held)
    const marks = { code: 'ECONNRESET', errno: -104, syscall: 'read' }
    req.socket.destroy(Object.assign(new Error('read ECONNRESET'), marks))
    expect(await scene.records.nth(1)).toMatchObject({
      outcome: 'client-disconnected',
      closure: 'rst',
      cause: { origin: 'client', rule: 'peer-reset' },
    })
  })

  test('a reset that the application forges by its code alone is the application’s', async () => {
    const { layer, held } = holding()
    const scene = await open(kind, [layer])
    const { req } = await asked(scene, held)
    req.socket.destroy(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }))
    expect(await scene.records.nth(1)).toMatchObject({
      outcome: 'failed',
      cause: { origin: 'application', rule: 'socket-destroyed-with-error' },
    })
  })
})

describe('what cannot be known on h2', () => {
  test('a stream that this side closes with a code looks like one that the client has reset', async () => {
    const { layer, held } = holding()
    const scene = await open('h2', [layer])
    ;(await scene.visitor()).start()
    const { res } = await held.nth(1)
    ;(res as unknown as Http2ServerResponse).stream.close(constants.NGHTTP2_CANCEL)
    expect(await scene.records.nth(1)).toMatchObject({
      outcome: 'client-disconnected',
      phase: 'processing',
      closure: 'h2-cancel',
      cause: { origin: 'client', rule: 'h2-stream-reset' },
    })
  })

  test.each([
    ['of declared length', { 'content-length': '5' }, 5],
    ['without a declared length', {}, 0],
  ])('the bytes of an answer %s are those declared', async (_what, headers, bytesOut) => {
    const scene = await open('h2', [
      (_req, res) => {
        res.writeHead(200, headers)
        res.end('hello')
      },
    ])
    await (await scene.visitor()).ask({ method: 'POST', body: 'four' })
    expect(await scene.records.nth(1)).toMatchObject({ outcome: 'completed', bytesIn: 4, bytesOut })
  })

  test('no bytes are told of an exchange that was cut', async () => {
    const { layer, held } = holding(({ res }) => {
      res.setHeader('content-length', '5')
      res.write('hell')
    })
    const scene = await open('h2', [layer])
    const visit = (await scene.visitor()).start({ method: 'POST', body: 'four' })
    await held.nth(1)
    visit.leave()
    expect(await scene.records.nth(1)).toMatchObject({
      outcome: 'client-disconnected',
      bytesIn: 0,
      bytesOut: 0,
    })
  })
})

async function finWhilePending(client: RawClient, req: IncomingMessage): Promise<void> {
  await stalled(req.socket)
  const ended = once(req.socket, 'end')
  client.fin()
  await ended
}
