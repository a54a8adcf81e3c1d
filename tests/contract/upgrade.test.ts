import { once } from 'node:events'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { turns } from '../harness/turns.js'
import { cleanUp, holding, http1Kinds, Inbox, open } from './support.js'

afterEach(cleanUp)

const get = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'
const upgrade = 'GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'

describe.each(http1Kinds)('a kept connection that upgrades on %s', (kind) => {
  async function upgraded() {
    const scene = await open(kind, [(_req, res) => res.end('hello')])
    const sockets = new Inbox<Duplex>('upgrade')
    ;(scene.server.server as Server).on('upgrade', (_req: IncomingMessage, socket: Duplex) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n')
      sockets.push(socket)
    })
    const client = await scene.raw()
    client.send(get)
    await client.read((text) => text.endsWith('hello'))
    client.send(upgrade)
    const socket = await sockets.nth(1)
    await client.read((text) => text.includes('101'))
    return { scene, client, socket }
  }

  test("leaves the socket's errors to its owner", async () => {
    const { scene, client, socket } = await upgraded()
    // Node took its own listeners away. One of ours would keep an error from being uncaught.
    expect(socket.listenerCount('error')).toBe(0)
    const error = once(socket, 'error')
    client.reset()
    expect((await error)[0]).toMatchObject({ code: 'ECONNRESET' })
    await turns(3)
    expect(scene.records.all.map(({ path, outcome }) => [path, outcome])).toEqual([
      ['/', 'completed'],
    ])
  })

  test('takes no data from its owner', async () => {
    const { client, socket } = await upgraded()
    const data = once(socket, 'data')
    client.send('a frame')
    expect(String((await data)[0])).toBe('a frame')
    const ended = once(socket.resume(), 'end')
    client.fin()
    await ended
  })

  test('settles a request that was pending, once', async () => {
    const { layer, held } = holding()
    const scene = await open(kind, [layer])
    const sockets = new Inbox<Duplex>('upgrade')
    ;(scene.server.server as Server).on('upgrade', (_req: IncomingMessage, socket: Duplex) => {
      sockets.push(socket)
      socket.on('error', () => undefined)
    })
    const client = await scene.raw()
    client.send(get + upgrade)
    const { res } = await held.nth(1)
    res.end('hello')
    await sockets.nth(1)
    client.close()
    await scene.records.nth(1)
    await scene.disconnected()
    await turns(5)
    expect(scene.records.all).toHaveLength(1)
  })
})
