import { once } from 'node:events'
import http2 from 'node:http2'
import net from 'node:net'
import { abortSignal } from '../../src/index.js'
import { turns } from '../harness/turns.js'
import { hello, openGuarded } from './guarded.js'
import { aborted, cleanUp, holding, onCleanUp, patienceMs } from './support.js'
import { within } from '../harness/deferred.js'

afterEach(cleanUp)

/** A client that takes whatever it is sent, and says nothing more: as behind a pulled cable. */
async function silent(port: number, ...frames: Buffer[]): Promise<net.Socket> {
  const socket = net.connect(port, '127.0.0.1')
  onCleanUp(() => socket.destroy())
  socket.on('error', () => undefined).resume()
  await once(socket, 'connect')
  const settings = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0])
  const acknowledged = Buffer.from([0, 0, 0, 4, 1, 0, 0, 0, 0])
  socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')
  for (const frame of [settings, acknowledged, ...frames]) socket.write(frame)
  return socket
}

/** `GET /` by indices of the static table, and an authority. */
const request = Buffer.concat([
  Buffer.from([0, 0, 6, 1, 5, 0, 0, 0, 1]),
  Buffer.from([0x82, 0x84, 0x86, 0x41, 0x01, 0x78]),
])

const closed = (socket: net.Socket): Promise<unknown> =>
  within(patienceMs, 'no end', new Promise((resolve) => socket.once('close', resolve)))

test('an idle connection of HTTP/2 that does not answer a ping is ended, and told of', async () => {
  const guarded = await openGuarded('h2', [hello], { guard: { pingMs: 50 } })
  await closed(await silent(guarded.running.port))
  expect(guarded.events.all).toEqual([{ kind: 'client-error', code: 'ETIMEDOUT', closure: 'none' }])
})

test('an exchange on it settles as that of a client that was lost', async () => {
  const { layer, held } = holding()
  const guarded = await openGuarded('h2', [layer], { guard: { pingMs: 50 } })
  const socket = await silent(guarded.running.port, request)
  const reason = await aborted(abortSignal((await held.nth(1)).req))
  expect(reason).toMatchObject({ code: 'ERR_CLIENT_DISCONNECTED' })
  await closed(socket)
  expect(guarded.records.all).toHaveLength(1)
  expect(guarded.records.all[0]).toMatchObject({
    outcome: 'client-disconnected',
    closure: 'none',
    cause: { origin: 'client', rule: 'connection-lost' },
  })
  expect(guarded.events.all).toEqual([])
})

test('a client that answers is left alone', async () => {
  const guarded = await openGuarded('h2', [hello], { guard: { pingMs: 20 } })
  const client = http2.connect(`http://127.0.0.1:${String(guarded.running.port)}`)
  onCleanUp(() => client.destroy())
  for (let count = 0; count < 10; count++) await once(client, 'ping')
  await turns(5)
  expect([client.destroyed, guarded.events.all]).toEqual([false, []])
})

test('no ping is sent where it is switched off', async () => {
  const guarded = await openGuarded('h2', [hello], { guard: { pingMs: false } })
  const [session] = await Promise.all([
    once(guarded.server, 'session') as Promise<[http2.Http2Session]>,
    silent(guarded.running.port),
  ])
  const ping = jest.spyOn(session[0], 'ping')
  await turns(50)
  expect(ping).not.toHaveBeenCalled()
})
