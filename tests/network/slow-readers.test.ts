import type { RequestTimeoutError } from '../../src/index.js'
import { requestTimeout } from '../../src/index.js'
import type { Middleware } from '../harness/http-shapes.js'
import { cleanUp, open, type Scene } from '../contract/support.js'
import { readPaced } from './paced-reader.js'
import { ask, askOn, h2Client } from './reader-clients.js'

afterEach(cleanUp)

const MB = 1024 * 1024
const large = Buffer.alloc(16 * MB, 'x')

/** The kernel takes what it can at once, and the rest as the client reads. */
const oneLargeEnd: Middleware = (_req, res) => void res.end(large)

/** Writes as fast as the client reads. */
const respectingDrain: Middleware = (_req, res) => {
  const piece = Buffer.alloc(16 * 1024, 'x')
  const fill = (): void => {
    while (res.write(piece));
  }
  res.on('drain', fill)
  fill()
}

async function limitThatPassed(scene: Scene): Promise<string> {
  const { error } = await scene.told.nth(1)
  return (error as RequestTimeoutError).limit
}

describe.each(['http', 'https', 'h2'] as const)('idleMs on %s', (kind) => {
  const limit = requestTimeout({ idleMs: 1000 })

  test('leaves a reader of 4 MB/s alone that takes seconds for one large end()', async () => {
    const scene = await open(kind, [limit, oneLargeEnd])
    const reader = readPaced(await ask(scene, '/'), 4 * MB)
    await reader.over
    expect(reader.count).toBeGreaterThanOrEqual(large.length)
    const record = await scene.records.nth(1)
    expect(record).toMatchObject({ outcome: 'completed', cause: null })
    expect(record.ageMs).toBeGreaterThan(2000)
  })

  test('ends the answer of a reader that stops', async () => {
    const scene = await open(kind, [limit, oneLargeEnd])
    const reader = readPaced(await ask(scene, '/'), 8 * MB)
    void scene.sockets.nth(1).then(() => void setTimeout(reader.stop, 300))
    expect(await limitThatPassed(scene)).toBe('idleMs')
    expect(await scene.records.nth(1)).toMatchObject({
      outcome: 'timed-out',
      phase: 'flushing',
      statusSent: 200,
      timeoutMs: 1000,
    })
    expect(reader.count).toBeLessThan(large.length)
  })

  test('ends the answer of a reader that stops while the handler waits for it', async () => {
    const scene = await open(kind, [limit, respectingDrain])
    const reader = readPaced(await ask(scene, '/'), 8 * MB)
    void scene.sockets.nth(1).then(() => void setTimeout(reader.stop, 300))
    expect(await limitThatPassed(scene)).toBe('idleMs')
    expect(await scene.records.nth(1)).toMatchObject({ outcome: 'timed-out', phase: 'responding' })
  })

  test('ends the answer of a reader that stops while the handler writes regardless', async () => {
    const writing: Middleware = (_req, res) => {
      const timer = setInterval(() => res.write(large.subarray(0, MB)), 100)
      res.on('close', () => void clearInterval(timer))
    }
    const scene = await open(kind, [limit, writing])
    await ask(scene, '/')
    expect(await limitThatPassed(scene)).toBe('idleMs')
    expect(await scene.records.nth(1)).toMatchObject({ outcome: 'timed-out', phase: 'responding' })
  })
})

test('idleMs on h2 sees one stream stall while others move', async () => {
  const scene = await open('h2', [requestTimeout({ idleMs: 1000 }), respectingDrain])
  const client = await h2Client(scene)
  const moving = readPaced(askOn(client, '/moving'), MB)
  askOn(client, '/stalled')
  expect(await limitThatPassed(scene)).toBe('idleMs')
  expect(await scene.records.nth(1)).toMatchObject({ outcome: 'timed-out', path: '/stalled' })
  expect(moving.count).toBeGreaterThan(0)
})

describe.each(['http', 'https'] as const)('minSendRate on %s', (kind) => {
  const limit = requestTimeout({ minSendRate: { bytesPerSecond: MB, graceMs: 800 } })

  test('leaves a reader alone that is faster', async () => {
    const scene = await open(kind, [limit, oneLargeEnd])
    const reader = readPaced(await ask(scene, '/'), 5 * MB)
    await reader.over
    expect(reader.count).toBeGreaterThanOrEqual(large.length)
    expect(await scene.records.nth(1)).toMatchObject({ outcome: 'completed' })
  })

  test('ends the answer of a reader that is slower, and never pauses', async () => {
    const scene = await open(kind, [limit, oneLargeEnd])
    readPaced(await ask(scene, '/'), 0.1 * MB)
    expect(await limitThatPassed(scene)).toBe('minSendRate')
    expect(await scene.records.nth(1)).toMatchObject({
      outcome: 'timed-out',
      phase: 'flushing',
      statusSent: 200,
      timeoutMs: 800,
    })
  })
})
