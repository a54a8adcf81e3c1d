import type { Server } from 'node:http'
import { abortSignal } from '../../src/index.js'
import { once } from 'node:events'
import { turns } from '../harness/turns.js'
import { cleanUp, holding, http1Kinds, open } from './support.js'

afterEach(cleanUp)

const get = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'

describe.each(http1Kinds)('a client that half-closes on %s', (kind) => {
  test('has left, where the server does not allow it', async () => {
    const { layer, held } = holding()
    const scene = await open(kind, [layer])
    const client = await scene.raw()
    client.send(get)
    const signal = abortSignal((await held.nth(1)).req)
    client.fin()
    expect(await scene.records.nth(1)).toMatchObject({
      outcome: 'client-disconnected',
      phase: 'processing',
      closure: 'fin',
      cause: { origin: 'client', rule: 'peer-closed' },
    })
    expect(signal.aborted).toBe(true)
  })

  test('gets its answer, where the server allows it', async () => {
    const { layer, held } = holding()
    const scene = await open(kind, [layer])
    allowHalfOpen(scene.server.server as Server)
    const client = await scene.raw()
    client.send(get)
    const { req, res } = await held.nth(1)
    const signal = abortSignal(req)
    const ended = once(req.socket, 'end')
    client.fin()
    await ended
    await turns(5)
    expect(signal.aborted).toBe(false)
    res.end('hello')
    expect(await client.read()).toContain('hello')
    expect(await scene.records.nth(1)).toMatchObject({ outcome: 'completed', closure: 'none' })
    expect(signal.aborted).toBe(false)
  })

  test('and then resets has left, where the server allows half-closing', async () => {
    const { layer, held } = holding()
    const scene = await open(kind, [layer])
    allowHalfOpen(scene.server.server as Server)
    const client = await scene.raw()
    client.send(get)
    const { req, res } = await held.nth(1)
    const ended = once(req.socket, 'end')
    client.fin()
    await ended
    client.reset()
    // A half-closed connection is not read any more: only a write finds out.
    const writing = setInterval(() => res.write('x'.repeat(1000)), 1)
    const record = await scene.records.nth(1)
    clearInterval(writing)
    expect(record).toMatchObject({ outcome: 'client-disconnected', phase: 'responding' })
  })
})

/** Not in the options of `http.createServer`, but read by it for each connection. */
function allowHalfOpen(server: Server & { httpAllowHalfOpen?: boolean }): void {
  server.httpAllowHalfOpen = true
}
