import { abortSignal, requestTimeout } from '../../src/index.js'
import type { Middleware } from '../harness/http-shapes.js'
import { serverKinds } from '../harness/servers.js'
import { aborted, cleanUp, holding, onCleanUp, open, type Held } from './support.js'

afterEach(cleanUp)

/** A handler that does its work in its own time after its signal is aborted. */
const onAbort =
  (work: (held: Held) => void): Middleware =>
  (req, res, next) => {
    void aborted(abortSignal(req)).then(() => work({ req, res, next }))
  }

describe.each(serverKinds)('grace on %s', (kind) => {
  const graceMs = 60

  test("lets the handler's own answer out", async () => {
    const scene = await open(kind, [
      requestTimeout({ responseMs: 25, graceMs: 10_000 }),
      onAbort(({ res }) => {
        res.statusCode = 206
        res.setHeader('x-partial', 'yes')
        res.end('what there is')
      }),
    ])
    const reply = await (await scene.visitor()).ask()
    expect(reply).toMatchObject({ status: 206, body: 'what there is' })
    expect(reply.headers['x-partial']).toBe('yes')
    expect(await scene.records.nth(1)).toMatchObject({
      outcome: 'timed-out',
      statusSent: 206,
      cause: { origin: 'timeout', rule: 'limit-passed' },
    })
    // It was not late: that is what the grace is for.
    expect(scene.lates.all).toEqual([])
    expect(scene.downstream.all).toEqual([])
  })

  test('ends with 503 where the handler does not answer', async () => {
    const { layer, held } = holding()
    const scene = await open(kind, [requestTimeout({ responseMs: 25, graceMs }), layer])
    const visit = (await scene.visitor()).start()
    const { req, res } = await held.nth(1)
    await aborted(abortSignal(req))
    expect(res.headersSent).toBe(false)
    expect(await visit.reply).toMatchObject({ status: 503 })
    // A timer of Node's may be a millisecond early.
    expect((await scene.records.nth(1)).ageMs).toBeGreaterThanOrEqual(25 + graceMs - 5)
    res.end('late')
    expect(scene.lates.all).toHaveLength(1)
  })

  test('is not used up by a client that leaves in it', async () => {
    const { layer, held } = holding()
    const scene = await open(kind, [requestTimeout({ responseMs: 25, graceMs: 10_000 }), layer])
    const visit = (await scene.visitor()).start()
    const { req } = await held.nth(1)
    await aborted(abortSignal(req))
    visit.leave()
    expect(await scene.records.nth(1)).toMatchObject({ outcome: 'timed-out', statusSent: null })
  })
})

// Nobody watches an answer that goes out after its limit, other than by this.
test('an answer that was begun in the grace and is never ended is cut within seconds', async () => {
  const endings = serverKinds.map(async (kind) => {
    const scene = await open(kind, [
      requestTimeout({ responseMs: 25, graceMs: 10 }),
      (req, res) => abortSignal(req).addEventListener('abort', () => res.write('part')),
    ])
    expect(await (await scene.visitor()).start().reply).toBeNull()
    return (await scene.records.nth(1)).outcome
  })
  expect(await Promise.all(endings)).toEqual(serverKinds.map(() => 'timed-out'))
})

describe.each(serverKinds)('an answer that the client does not take on %s', (kind) => {
  test('is cut in the end', async () => {
    hurry()
    const page = Buffer.alloc(32 << 20)
    const scene = await open(kind, [requestTimeout(25), holding().layer], {
      beforeErrors: [(_error, _req, res, _next) => res.end(page)],
    })
    const visit = (await scene.visitor()).start({ read: false })
    expect(await scene.records.nth(1)).toMatchObject({ outcome: 'timed-out', statusSent: 200 })
    visit.leave()
  })
})

/** Five seconds to answer and thirty to take the answer are too long for a test. */
function hurry(): void {
  const { setTimeout: real } = globalThis
  const hurried = (run: () => void, ms = 0): unknown =>
    real(run, ms === 5_000 || ms === 30_000 ? ms / 200 : ms)
  const spy = jest.spyOn(globalThis, 'setTimeout').mockImplementation(hurried as typeof real)
  onCleanUp(() => {
    spy.mockRestore()
  })
}
