import { once } from 'node:events'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocket, WebSocketServer } from 'ws'
import type { ServerKind } from '../harness/servers.js'
import { hello, openGuarded, type Guarded } from './guarded.js'
import { cleanUp, Inbox, onCleanUp } from './support.js'

afterEach(cleanUp)

const switching = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'
const upgrade = 'GET /x HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: x\r\n'
const reset = { kind: 'upgrade-closed', code: 'ECONNRESET', closure: 'rst' }

/** An application that never listens for the errors of its upgraded sockets. */
function careless(guarded: Guarded, event: 'upgrade' | 'connect', greeting: string): Inbox<Duplex> {
  const sockets = new Inbox<Duplex>(event)
  ;(guarded.server as Server).on(event, (_req: IncomingMessage, socket: Duplex) => {
    socket.write(greeting)
    socket.resume()
    sockets.push(socket)
  })
  return sockets
}

const kinds: readonly ServerKind[] = ['http', 'https', 'express5', 'express4', 'connect']

describe.each(kinds)('an upgraded socket of a guarded server (%s)', (kind) => {
  test('may be reset without ending the process', async () => {
    const guarded = await openGuarded(kind, [hello])
    const sockets = careless(guarded, 'upgrade', switching)
    const client = await guarded.raw()
    client.send(upgrade, '\r\n')
    await client.read((text) => text.includes('101'))
    await sockets.nth(1)
    client.reset()
    expect(await guarded.events.nth(1)).toEqual(reset)
    expect(guarded.records.all).toEqual([])
  })

  test('may be reset while its request has a body to come', async () => {
    const guarded = await openGuarded(kind, [hello])
    const sockets = careless(guarded, 'upgrade', switching)
    const client = await guarded.raw()
    client.send(upgrade, 'Content-Length: 10\r\n\r\nhalf')
    const socket = await sockets.nth(1)
    client.reset()
    if (!socket.closed) await new Promise((resolve) => socket.once('close', resolve))
    expect(guarded.events.all).toEqual([reset])
  })

  test('may be the socket of a CONNECT', async () => {
    const guarded = await openGuarded(kind, [hello])
    const sockets = careless(guarded, 'connect', 'HTTP/1.1 200 OK\r\n\r\n')
    const client = await guarded.raw()
    client.send('CONNECT example.org:443 HTTP/1.1\r\nHost: example.org\r\n\r\n')
    await client.read((text) => text.includes('200'))
    await sockets.nth(1)
    client.reset()
    expect(await guarded.events.nth(1)).toEqual(reset)
  })
})

test('the errors of a ws server are told, and stay its own', async () => {
  const guarded = await openGuarded('http', [hello])
  const wss = new WebSocketServer({ server: guarded.server as Server })
  onCleanUp(() => wss.close())
  const errors = new Inbox<Error>('error of a websocket')
  wss.on('connection', (socket) => socket.on('close', () => errors.push(new Error('closed'))))
  const client = new WebSocket(`ws://127.0.0.1:${String(guarded.running.port)}`)
  const stream = once(client, 'upgrade') as Promise<[IncomingMessage]>
  await once(client, 'open')
  client.on('error', () => undefined)
  const [response] = await stream
  response.socket.resetAndDestroy()
  expect(await guarded.events.nth(1)).toEqual(reset)
  await errors.nth(1)
})

test('a websocket may be reset before ws has taken it over', async () => {
  const guarded = await openGuarded('http', [hello])
  const wss = new WebSocketServer({ noServer: true })
  const taken = new Inbox<() => void>('upgrade')
  ;(guarded.server as Server).on(
    'upgrade',
    (req: IncomingMessage, socket: Duplex, head: Buffer) => {
      // Who asks a database first who this is has a socket without listeners for so long.
      taken.push(() => wss.handleUpgrade(req, socket, head, () => undefined))
    },
  )
  const client = await guarded.raw()
  client.send(
    'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n',
    'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  )
  const takeOver = await taken.nth(1)
  client.reset()
  expect(await guarded.events.nth(1)).toEqual(reset)
  takeOver()
})

test('a request that would be upgraded is answered where nobody listens for upgrades', async () => {
  const guarded = await openGuarded('http', [hello])
  const listener = (_req: IncomingMessage, socket: Duplex): void => void socket.destroy()
  guarded.server.on('upgrade', listener)
  expect(guarded.server.listenerCount('upgrade')).toBe(2)
  guarded.server.off('upgrade', listener)
  expect(guarded.server.listenerCount('upgrade')).toBe(0)
  const client = await guarded.raw()
  client.send(upgrade, '\r\n')
  expect(await client.read((text) => text.endsWith('hello'))).toContain('200')
})
