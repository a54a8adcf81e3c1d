import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { Link, type Crossing } from '../../demo-app/network/link.js'
import type { Shape } from '../../demo-app/network/shaped-pipe.js'
import { cleanUp, dial, lastError, listen, onCleanup, readAll, until } from './helpers.js'

const FAST: Shape = { latencyMs: 1, bytesPerSecond: Infinity, capacityBytes: 1024 * 1024 }
const CHUNK = 64 * 1024

afterEach(cleanUp)

interface Ends {
  readonly client: Socket
  readonly server: Socket
  readonly crossing: Crossing
}

/** A connection through a link, with both of its ends. */
async function through(shape: Shape): Promise<Ends> {
  let crossed: Crossing | undefined
  let accepted: Socket | undefined
  const port = await listen((socket) => {
    accepted = socket
  })
  const link = new Link(
    () => port,
    shape,
    (crossing) => {
      crossed = crossing
    },
  )
  const linkPort = await link.listen()
  onCleanup(() => link.close())
  const client = await dial(linkPort)
  await until(() => accepted !== undefined && crossed !== undefined)
  return { client, server: accepted as unknown as Socket, crossing: crossed as unknown as Crossing }
}

test('every byte comes out, in both directions and in order', async () => {
  const { client, server } = await through(FAST)
  const [up, down] = [randomBytes(1_000_000), randomBytes(1_500_000)]
  client.end(up)
  server.end(down)
  const [atServer, atClient] = await Promise.all([readAll(server), readAll(client)])
  expect(atServer.equals(up)).toBe(true)
  expect(atClient.equals(down)).toBe(true)
})

test('a byte needs the latency in each direction', async () => {
  const { client, server } = await through({ ...FAST, latencyMs: 40 })
  server.on('data', (data) => server.write(data))
  const sentAt = performance.now()
  client.write('?')
  await once(client, 'data')
  expect(performance.now() - sentAt).toBeGreaterThanOrEqual(79)
})

test('the bandwidth is shared by all that is sent, and nearly used up', async () => {
  const bytesPerSecond = 4_000_000
  const { client, server } = await through({ ...FAST, bytesPerSecond })
  const startedAt = performance.now()
  server.end(randomBytes(1_000_000))
  await readAll(client)
  const seconds = (performance.now() - startedAt) / 1000
  expect(seconds).toBeGreaterThan(0.24)
  expect(seconds).toBeLessThan(2)
})

test('a receiver that does not read stops the sender, and no more than the capacity is under way', async () => {
  const capacityBytes = 128 * 1024
  const { client, server, crossing } = await through({ ...FAST, capacityBytes })
  client.pause()
  let most = 0
  let written = 0
  const fill = (): void => {
    // More than the kernel of any test machine takes, so that the line has to say no.
    while (written < 64 * 1024 * 1024 && server.write(Buffer.alloc(CHUNK))) written += CHUNK
    written += CHUNK
  }
  server.on('drain', fill)
  fill()
  await until(() => {
    most = Math.max(most, crossing.underWay)
    return most >= capacityBytes
  })
  expect(most).toBeLessThanOrEqual(capacityBytes + CHUNK)
  expect(crossing.deliveredToClient).toBeLessThan(written)
})

test('a FIN arrives as a FIN, and the other direction stays open', async () => {
  const { client, server } = await through(FAST)
  client.end('question')
  expect(String(await readAll(server))).toBe('question')
  expect(server.errored).toBeNull()
  server.end('answer')
  expect(String(await readAll(client))).toBe('answer')
})

test.each(['client', 'server'] as const)('a RST of the %s arrives as a RST', async (side) => {
  const ends = await through(FAST)
  const [from, to] = side === 'client' ? [ends.client, ends.server] : [ends.server, ends.client]
  to.resume()
  const error = lastError(to)
  from.resetAndDestroy()
  expect(await error).toMatchObject({ code: 'ECONNRESET' })
})

test('a RST overtakes bytes that had not left yet', async () => {
  const { client, server } = await through({ ...FAST, latencyMs: 20, bytesPerSecond: 1_000_000 })
  let received = 0
  client.on('data', (data) => (received += data.length))
  const error = lastError(client)
  await new Promise((sent) => server.write(Buffer.alloc(2_000_000), sent))
  server.resetAndDestroy()
  expect(await error).toMatchObject({ code: 'ECONNRESET' })
  expect(received).toBeLessThan(2_000_000)
})

test('a closed tab in the middle of an answer gives the server `write EPIPE`', async () => {
  const line = { latencyMs: 10, bytesPerSecond: 4_000_000, capacityBytes: 128 * 1024 }
  const { client, server } = await through(line)
  server.resume()
  const error = lastError(server)
  server.write(Buffer.alloc(32 * 1024 * 1024))
  await once(client, 'data')
  client.end()
  client.once('finish', () => client.destroy())
  expect(await error).toMatchObject({ message: 'write EPIPE', syscall: 'write' })
})

test('a server that is cut off gets a FIN first, and a RST if it goes on sending', async () => {
  const { client, server, crossing } = await through(FAST)
  client.on('data', () => undefined)
  const error = lastError(server)
  let sawFin = false
  server.once('end', () => {
    sawFin = true
  })
  server.resume()
  server.write(Buffer.alloc(32 * 1024 * 1024))
  await once(client, 'data')
  crossing.cutServer(30)
  expect(await error).toMatchObject({ message: 'write EPIPE' })
  expect(sawFin).toBe(true)
})

test('a target that refuses the connection resets the client', async () => {
  const link = new Link(() => 1, FAST)
  const port = await link.listen()
  onCleanup(() => link.close())
  const client = await dial(port)
  client.resume()
  expect(await lastError(client)).toMatchObject({ code: 'ECONNRESET' })
})
