import { once } from 'node:events'
import { createServer, ServerResponse, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { abortDetection, exchangeOf, peekExchange, type ExchangeRecord } from '../../src/index.js'
import type { Middleware } from '../harness/http-shapes.js'
import { RawClient } from '../harness/raw-client.js'
import { turns } from '../harness/turns.js'
import { cleanUp, holding, http1Kinds, Inbox, onCleanUp, open } from './support.js'

afterEach(cleanUp)

const get = (path = '/'): string => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`

describe.each(http1Kinds)('what the server tells of a response on %s', (kind) => {
  test('stands for a listener on each', async () => {
    const counts: number[] = []
    const count: Middleware = (_req, res, next) => {
      counts.push(res.listenerCount('finish'))
      next()
    }
    const scene = await open(kind, [count, (_req, res) => res.end('hello')], { first: [count] })
    await (await scene.visitor()).ask()
    await scene.records.nth(1)
    expect(counts[1]).toBe(counts[0])
  })

  test('reaches requests that waited in front, while others came', async () => {
    const waiting: (() => void)[] = []
    const both = new Inbox<IncomingMessage>('request that waits')
    const wait: Middleware = (req, _res, next) => {
      waiting.push(next)
      both.push(req)
    }
    const scene = await open(kind, [(_req, res) => res.end('hello')], { first: [wait] })
    const visitors = [await scene.visitor(), await scene.visitor()]
    const visits = visitors.map((visitor) => visitor.start())
    await both.nth(2)
    for (const go of waiting) go()
    for (const visit of visits) await visit.reply
    await scene.records.nth(2)
    expect(scene.records.all.map(({ outcome }) => outcome)).toEqual(['completed', 'completed'])
  })

  test('is not taken for another request of the connection, that nobody follows', async () => {
    const requests: IncomingMessage[] = []
    const found: unknown[] = []
    const observed: ExchangeRecord[] = []
    const detect = abortDetection({ observers: [{ settled: (record) => observed.push(record) }] })
    const scene = await open(
      kind,
      [
        (req, res, next) => {
          requests.push(req)
          if (req.url === '/followed') detect(req, res, next)
          else next()
        },
        (req, res) => {
          ;(req as { res?: unknown }).res = res
          if (req.url === '/apart') found.push(peekExchange(req))
          res.end('hello')
        },
      ],
      { detect: false },
    )
    const visitor = await scene.visitor()
    for (const path of ['/followed', '/apart', '/followed']) await visitor.ask({ path })
    await turns(2)
    expect(observed.map(({ path }) => path)).toEqual(['/followed', '/followed'])
    const [first, apart] = requests as [IncomingMessage, IncomingMessage]
    expect(found).toEqual([undefined])
    expect(peekExchange(apart)).toBeUndefined()
    expect(exchangeOf(first).outcome).toBe('completed')
  })

  test('that is held in front of us and then answered there, is not followed any more', async () => {
    const { layer, held } = holding()
    const scene = await open(kind, [], { first: [layer], everyRequestSettles: false })
    const visit = (await scene.visitor()).start()
    const { res, next } = await held.nth(1)
    res.end('early')
    await visit.reply
    await turns(2)
    next()
    await turns(2)
    expect(scene.records.all).toEqual([])
  })
})

test('a response that no server made, put on a socket by hand, settles as well', async () => {
  const records = new Inbox<ExchangeRecord>('record')
  const detect = abortDetection({ observers: [{ settled: (record) => records.push(record) }] })
  const server = createServer((req, res) => {
    detect(req, res, () => res.end('hello'))
  })
  server.on('upgrade', (req: IncomingMessage, socket: Duplex) => {
    const res = new ServerResponse(req)
    res.assignSocket(socket as never)
    res.on('finish', () => {
      res.detachSocket(socket as never)
      socket.end()
    })
    detect(req, res, () => res.end('no upgrade here'))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onCleanUp(() => server.close())
  const client = await RawClient.connect((server.address() as AddressInfo).port)
  onCleanUp(() => client.close())
  client.send(get('/first'))
  await client.read((text) => text.endsWith('hello'))
  client.send('GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n')
  await client.read((text) => text.includes('no upgrade here'))
  await records.nth(2)
  expect(records.all.map(({ path, outcome }) => [path, outcome])).toEqual([
    ['/first', 'completed'],
    ['/ws', 'completed'],
  ])
})
