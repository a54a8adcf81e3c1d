import { requestTimeout, type RequestTimeoutError } from '../../src/index.js'
import type { Middleware } from '../harness/http-shapes.js'
import { cleanUp, holding, open, type Scene } from '../contract/support.js'
import { trickle, upload } from './uploading.js'

afterEach(cleanUp)

const reading: Middleware = (req, res) => void req.resume().on('end', () => res.end('thanks'))
const byPath =
  (layers: Readonly<Record<string, Middleware>>): Middleware =>
  (req, res, next) => {
    layers[req.url ?? '']?.(req, res, next)
  }

async function limitThatPassed(scene: Scene, nth = 1): Promise<string> {
  const { error } = await scene.told.nth(nth)
  return (error as RequestTimeoutError).limit
}

describe.each(['http', 'https'] as const)('on %s', (kind) => {
  test('one byte now and then keeps idleMs, and breaks minReceiveRate: 408', async () => {
    const scene = await open(kind, [
      byPath({
        '/idle': requestTimeout({ idleMs: 750 }),
        '/rate': requestTimeout({ minReceiveRate: { bytesPerSecond: 100, graceMs: 1500 } }),
      }),
      reading,
    ])
    const idle = await upload(scene, '/idle', 1000)
    const rate = await upload(scene, '/rate', 1000)
    for (const each of [idle, rate]) trickle(each, 100)
    expect(await rate.status).toBe(408)
    expect(await limitThatPassed(scene)).toBe('minReceiveRate')
    expect(await scene.records.nth(1)).toMatchObject({
      path: '/rate',
      outcome: 'timed-out',
      phase: 'receiving',
      statusSent: 408,
      timeoutMs: 1500,
    })
    expect(scene.records.all).toHaveLength(1)
  })
})

describe.each(['http', 'https', 'h2'] as const)('on %s', (kind) => {
  test.each([
    ['idleMs', { idleMs: 500 }],
    ['receiveMs', { receiveMs: 500 }],
  ])('an upload that stops in the middle breaks %s: 408', async (limit, limits) => {
    const scene = await open(kind, [requestTimeout(limits), reading])
    const { body, status } = await upload(scene, '/', 1000)
    body.write('the beginning')
    expect(await status).toBe(408)
    expect(await limitThatPassed(scene)).toBe(limit)
    expect(await scene.records.nth(1)).toMatchObject({ outcome: 'timed-out', phase: 'receiving' })
  })

  test('an upload that takes longer in all breaks receiveMs, though it keeps idleMs', async () => {
    const scene = await open(kind, [requestTimeout({ receiveMs: 1500, idleMs: 750 }), reading])
    const uploading = await upload(scene, '/', 1000)
    trickle(uploading, 100)
    expect(await uploading.status).toBe(408)
    expect(await limitThatPassed(scene)).toBe('receiveMs')
  })

  test('an upload that waits for the handler to read keeps every limit', async () => {
    const limits = {
      receiveMs: 800,
      idleMs: 800,
      minReceiveRate: { bytesPerSecond: 1000, graceMs: 800 },
    }
    const { layer, held } = holding()
    const scene = await open(kind, [
      requestTimeout(limits),
      byPath({ '/not-read': layer, '/read': reading }),
    ])
    const large = Buffer.alloc(4 * 1024 * 1024, 'x')
    const waiting = await upload(scene, '/not-read', large.length)
    waiting.body.end(large)
    const { req, res, next } = await held.nth(1)
    // Uploads whose client is the one that waits: their limits pass, one after the other.
    for (const nth of [1, 2]) {
      const stopped = await upload(scene, '/read', large.length)
      stopped.body.write('the beginning')
      expect(await stopped.status).toBe(408)
      expect(await scene.records.nth(nth)).toMatchObject({ path: '/read', outcome: 'timed-out' })
    }
    reading(req, res, next)
    expect(await waiting.status).toBe(200)
    expect(await scene.records.nth(3)).toMatchObject({ path: '/not-read', outcome: 'completed' })
  })

  test('a limit that is set late does not count the time in which nobody read', async () => {
    const { layer, held } = holding()
    const shortMs = 600
    const late = requestTimeout({ receiveMs: shortMs, idleMs: shortMs })
    const scene = await open(kind, [
      byPath({ '/late': layer, '/soon': requestTimeout({ receiveMs: shortMs }) }),
      reading,
    ])
    const large = Buffer.alloc(4 * 1024 * 1024, 'x')
    const waiting = await upload(scene, '/late', large.length)
    waiting.body.end(large)
    const { req, res, next } = await held.nth(1)
    // When an upload that began later has run out of time, so would this one have.
    expect(await (await upload(scene, '/soon', 10)).status).toBe(408)
    late(req, res, () => void reading(req, res, next))
    expect(await waiting.status).toBe(200)
    await scene.records.nth(2)
    expect(scene.records.all[1]).toMatchObject({ path: '/late', outcome: 'completed' })
  })
})
