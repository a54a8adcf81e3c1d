import type { Socket } from 'node:net'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import {
  abortSignal,
  ClientDisconnectedError,
  exchangeOf,
  isClientDisconnectedError,
} from '../../src/index.js'
import { serverKinds } from '../harness/servers.js'
import { stalled } from '../harness/turns.js'
import { aborted, cleanUp, holding, open, type Held } from './support.js'

afterEach(cleanUp)

const megabytes = Buffer.alloc(12_000_000, 'x')

const phases: readonly [phase: string, first: (held: Held) => void, call: object][] = [
  ['receiving', ({ req }) => req.resume(), { method: 'POST', body: 'half', cut: true }],
  ['processing', () => undefined, {}],
  ['responding', ({ res }) => res.write('beginning'), {}],
  ['flushing', ({ res }) => res.end(megabytes), { read: false }],
]

describe.each(serverKinds)('the signal on %s', (kind) => {
  async function held(first: (held: Held) => void = () => undefined, call = {}) {
    const { layer, held } = holding(first)
    const scene = await open(kind, [layer])
    const visit = (await scene.visitor()).start(call)
    return { scene, visit, ...(await held.nth(1)) }
  }

  test.each(phases)('aborts when the client leaves while %s', async (phase, first, call) => {
    const { scene, visit, req } = await held(first, call)
    const signal = abortSignal(req)
    expect(signal.aborted).toBe(false)
    if (phase === 'flushing') await stalled((req as { stream?: Socket }).stream ?? req.socket)
    visit.leave()
    const reason = await aborted(signal)
    const record = await scene.records.nth(1)
    expect(reason).toBeInstanceOf(ClientDisconnectedError)
    expect(reason).toBeInstanceOf(Error)
    expect(reason).toMatchObject({
      name: 'AbortError',
      code: 'ERR_CLIENT_DISCONNECTED',
      phase,
      exchangeId: record.id,
      closure: record.closure,
    })
    expect(isClientDisconnectedError(reason)).toBe(true)
  })

  test('is the same for the request and the response, each time', async () => {
    const { req, res } = await held()
    expect(abortSignal(req)).toBe(abortSignal(req))
    expect(abortSignal(res)).toBe(abortSignal(req))
    expect(exchangeOf(res).signal).toBe(abortSignal(req))
  })

  test('is aborted already for who asks after the client has left', async () => {
    const { scene, visit, req, res } = await held()
    visit.leave()
    await scene.records.nth(1)
    expect(abortSignal(req).aborted).toBe(true)
    expect(abortSignal(res).reason).toBe(abortSignal(req).reason)
    expect(abortSignal(req).reason).toMatchObject({ code: 'ERR_CLIENT_DISCONNECTED' })
    expect(() => abortSignal(req).throwIfAborted()).toThrow('client disconnected')
  })

  test('rejects what waits for a timer or an event', async () => {
    const { visit, req } = await held()
    const signal = abortSignal(req)
    const waiting = Promise.allSettled([
      delay(600_000, undefined, { signal }),
      once(req, 'never', { signal }),
    ])
    visit.leave()
    for (const result of await waiting) {
      expect(result).toMatchObject({
        status: 'rejected',
        reason: { name: 'AbortError', cause: signal.reason as Error },
      })
    }
  })

  test('rejects a fetch with the reason itself', async () => {
    const upstream = holding()
    const other = await open('http', [upstream.layer])
    const { visit, req } = await held()
    const signal = abortSignal(req)
    const answer = fetch(`http://127.0.0.1:${other.server.port}/`, { signal })
    await upstream.held.nth(1)
    visit.leave()
    await expect(answer).rejects.toBe(await aborted(signal))
    // And the upstream is let go.
    expect(await other.records.nth(1)).toMatchObject({ outcome: 'client-disconnected' })
  })

  test('is aborted before the observers are told', async () => {
    const { scene, visit, req } = await held()
    const exchange = exchangeOf(req)
    const seen: boolean[] = []
    exchange.onSettled(() => seen.push(exchange.signal.aborted))
    visit.leave()
    await scene.records.nth(1)
    expect(seen).toEqual([true])
  })
})
