import type { Socket } from 'node:net'
import { attribute, exchangeOf, requestTimeout } from '../../src/index.js'
import type { RawClient } from '../harness/raw-client.js'
import { turns } from '../harness/turns.js'
import { cleanUp, holding, http1Kinds, onCleanUp, open } from './support.js'

afterEach(cleanUp)

const get = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'
const isHello = (text: string): boolean => text.endsWith('hello')

const listeners = (socket: Socket): Record<string, number> =>
  Object.fromEntries(socket.eventNames().map((name) => [String(name), socket.listenerCount(name)]))

describe.each([...http1Kinds, 'https'] as const)('a connection that is kept on %s', (kind) => {
  test('has the same listeners after each request, and gives no warning', async () => {
    const warnings: Error[] = []
    const note = (warning: Error) => warnings.push(warning)
    process.on('warning', note)
    onCleanUp(() => process.off('warning', note))
    const counts: Record<string, number>[] = []
    const scene = await open(kind, [
      requestTimeout(60_000),
      (req, res) => {
        counts.push(listeners(req.socket))
        res.end('hello')
      },
    ])
    const client = await scene.raw()
    for (let i = 1; i <= 25; i++) {
      client.send(get)
      await client.read(isHello)
      await scene.records.nth(i)
    }
    await turns(3) // warnings are emitted a tick later
    expect(new Set(counts.slice(1).map((each) => JSON.stringify(each))).size).toBe(1)
    expect(warnings).toEqual([])
    const requests = scene.records.all.map(({ connection }) => connection.request)
    expect(requests).toEqual(Array.from({ length: 25 }, (_, i) => i + 1))
  })

  test.each(['fin', 'close', 'reset'] as const)(
    'gives no record when it ends idle (%s)',
    async (leave) => {
      const scene = await open(kind, [(_req, res) => res.end('hello')])
      const client = await scene.raw()
      client.send(get)
      await client.read(isHello)
      await scene.records.nth(1)
      client[leave]()
      await scene.disconnected()
      await turns(5)
      expect(scene.records.all.map(({ outcome }) => outcome)).toEqual(['completed'])
    },
  )

  test.each([
    ['its client reset', 'client', (client: RawClient) => client.reset()],
    [
      'the application destroyed',
      'application',
      (_client: RawClient, socket: Socket) => socket.destroy(new Error('of its own')),
    ],
  ])('tells whose the error is that %s it with while it was idle', async (_who, origin, end) => {
    const scene = await open(kind, [
      (req, res) => {
        exchangeOf(req) // of those that nobody asked for nothing is kept
        res.end('hello')
      },
    ])
    const client = await scene.raw()
    client.send(get)
    await client.read(isHello)
    await scene.records.nth(1)
    const [req] = scene.requests
    end(client, req!.socket)
    await scene.disconnected()
    expect(req!.socket.errored).not.toBeNull()
    expect(attribute(req!.socket.errored, req!)).toMatchObject({ origin, rule: 'socket-error' })
  })

  test('gives no record for a request line that never became a request', async () => {
    const scene = await open(kind, [(_req, res) => res.end('hello')])
    const client = await scene.raw()
    client.send('nonsense\r\n\r\n')
    await client.read()
    await scene.disconnected()
    expect(scene.records.all).toEqual([])
  })

  test('settles the pending request once where garbage follows it', async () => {
    const { layer, held } = holding()
    const scene = await open(kind, [layer])
    const client = await scene.raw()
    client.send(get)
    await held.nth(1)
    client.send('nonsense\r\n\r\n')
    expect(await scene.records.nth(1)).toMatchObject({
      outcome: 'client-disconnected',
      cause: { origin: 'client', rule: 'protocol-error' },
    })
    await scene.disconnected()
    await turns(5)
    expect(scene.records.all).toHaveLength(1)
  })
})
