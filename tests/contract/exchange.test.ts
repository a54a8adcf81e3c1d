import type { IncomingMessage } from 'node:http'
import { pipeline, Writable } from 'node:stream'
import {
  abortDetection,
  exchangeOf,
  HangupError,
  peekExchange,
  abortSignal,
  type Exchange,
} from '../../src/index.js'
import { serverKinds } from '../harness/servers.js'
import { turns } from '../harness/turns.js'
import { cleanUp, holding, http1Kinds, Inbox, open, type SceneOptions } from './support.js'

afterEach(cleanUp)

describe.each(serverKinds)('exchangeOf on %s', (kind) => {
  test('gives the same exchange for the request and the response', async () => {
    const { layer, held } = holding()
    const scene = await open(kind, [layer])
    ;(await scene.visitor()).start()
    const { req, res } = await held.nth(1)
    expect(exchangeOf(req)).toBe(exchangeOf(req))
    expect(exchangeOf(res)).toBe(exchangeOf(req))
    expect(peekExchange(req)).toBe(exchangeOf(req))
  })

  test('tells where the exchange stands', async () => {
    const { layer, held } = holding()
    const scene = await open(kind, [layer])
    const before = Date.now()
    const visit = (await scene.visitor()).start({ method: 'POST', body: 'all', headers: {} })
    const { req, res } = await held.nth(1)
    const exchange = exchangeOf(req)
    expect(exchange).toMatchObject({ outcome: null, record: null, reason: null })
    expect(exchange.startedAt).toBeGreaterThanOrEqual(before - 50)
    expect(exchange.startedAt).toBeLessThanOrEqual(Date.now() + 50)
    expect(exchange.deadline.limitMs).toBeNull()
    expect(exchange.deadline.remainingMs).toBe(Infinity)
    await new Promise((resolve) => req.resume().on('end', resolve))
    expect(exchange.phase).toBe('processing')
    res.write('beginning')
    expect(exchange.phase).toBe('responding')
    res.end()
    expect(['flushing', 'done']).toContain(exchange.phase)
    await visit.reply
    await scene.records.nth(1)
    expect(exchange.phase).toBe('done')
  })

  test('says processing for a bare request from the first moment on', async () => {
    const phases: string[] = []
    const scene = await open(kind, [
      (req, res) => {
        phases.push(exchangeOf(req).phase)
        res.end()
      },
    ])
    await (await scene.visitor()).ask()
    expect(phases).toEqual(['processing'])
  })

  test('gives the same frozen exchange after the client left', async () => {
    const { layer, held } = holding()
    const scene = await open(kind, [layer])
    const visit = (await scene.visitor()).start()
    const { req, res } = await held.nth(1)
    const exchange = exchangeOf(req)
    visit.leave()
    const record = await scene.records.nth(1)
    expect(exchangeOf(req)).toBe(exchange)
    expect(exchangeOf(res)).toBe(exchange)
    expect(Object.isFrozen(exchange)).toBe(true)
    expect(exchange).toMatchObject({ id: record.id, outcome: 'client-disconnected', phase: 'done' })
    expect(exchange.record).toBe(record)
  })

  test('gives the same frozen exchange after it completed, to who had asked before', async () => {
    const asked = new Inbox<{ req: IncomingMessage; exchange: Exchange }>('request')
    const scene = await open(kind, [
      (req, res) => {
        asked.push({ req, exchange: exchangeOf(req) })
        res.end('hello')
      },
    ])
    await (await scene.visitor()).ask()
    const { req, exchange } = await asked.nth(1)
    const record = await scene.records.nth(1)
    expect(exchangeOf(req)).toBe(exchange)
    expect(exchange).toMatchObject({ outcome: 'completed', phase: 'done', reason: null, record })
    expect(Object.isFrozen(exchange)).toBe(true)
  })

  test('gives one frozen, completed exchange to who asks first when it is over', async () => {
    const seen = new Inbox<IncomingMessage>('request')
    const scene = await open(kind, [
      (req, res) => {
        seen.push(req)
        res.end('hello')
      },
    ])
    await (await scene.visitor()).ask()
    await scene.records.nth(1)
    const exchange = exchangeOf(await seen.nth(1))
    expect(exchange).toMatchObject({ outcome: 'completed', phase: 'done' })
    expect(Object.isFrozen(exchange)).toBe(true)
    expect(exchangeOf(await seen.nth(1))).toBe(exchange)
  })

  test('calls who waits for the end once, also who comes late', async () => {
    const { layer, held } = holding()
    const scene = await open(kind, [layer])
    const visit = (await scene.visitor()).start()
    const exchange = exchangeOf((await held.nth(1)).req)
    const early = jest.fn()
    const late = jest.fn()
    exchange.onSettled(early)
    visit.leave()
    const record = await scene.records.nth(1)
    exchange.onSettled(late)
    expect(early.mock.calls).toEqual([[record]])
    expect(late.mock.calls).toEqual([[record]])
  })

  test('throws where nothing is mounted, and peekExchange gives undefined', async () => {
    const { layer, held } = holding()
    const scene = await open(kind, [layer], { detect: false, errors: false })
    ;(await scene.visitor()).start()
    const { req, res } = await held.nth(1)
    for (const ask of [exchangeOf, abortSignal]) {
      for (const message of [req, res]) {
        expect(() => ask(message)).toThrow(HangupError)
        expect(() => ask(message)).toThrow(
          expect.objectContaining({ code: 'ERR_HANGUP_NO_EXCHANGE' }),
        )
        expect(peekExchange(message)).toBeUndefined()
      }
    }
  })
})

describe.each(http1Kinds)('a request that a failed pipeline took off its socket, on %s', (kind) => {
  /** Sends a part of an upload, whose target fails: the answer is out, the request is cut off. */
  async function refused(options: SceneOptions) {
    const { layer, held } = holding(({ req, res }) => {
      const target = new Writable({
        write: (_chunk, _encoding, done) => {
          done(new Error('the disk is full'))
        },
      })
      pipeline(req, target, () => res.end('done'))
    })
    const scene = await open(kind, [layer], options)
    const client = await scene.raw()
    client.send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4000\r\n\r\npart')
    const { req, res } = await held.nth(1)
    await client.read((text) => text.includes('done'))
    while (!res.writableFinished) await turns(1)
    expect([req.socket, res.socket]).toEqual([null, null])
    return { scene, req, res }
  }

  test('leads to what became of its exchange, which nobody had asked for', async () => {
    const { scene, req, res } = await refused({})
    expect(await scene.records.nth(1)).toMatchObject({ outcome: 'completed' })
    for (const message of [req, res]) expect(exchangeOf(message).outcome).toBe('completed')
  })

  test('leads nowhere where nothing is mounted', async () => {
    abortDetection() // somewhere else in the process
    const { req, res } = await refused({ detect: false, errors: false, everyRequestSettles: false })
    for (const message of [req, res]) expect(peekExchange(message)).toBeUndefined()
  })
})
