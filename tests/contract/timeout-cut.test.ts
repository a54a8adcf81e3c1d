import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { RequestTimeoutError, abortSignal, exchangeOf, requestTimeout } from '../../src/index.js'
import { serverKinds } from '../harness/servers.js'
import { aborted, cleanUp, holding, Inbox, open, type Held } from './support.js'

afterEach(cleanUp)

const totalMs = 40

/** What a handler may have begun to send by then. */
const begun: readonly [what: string, begin: (held: Held) => void][] = [
  ['in chunks', ({ res }) => void res.write('part')],
  [
    'with a length',
    ({ res }) => {
      res.setHeader('Content-Length', 1000)
      res.write('part')
    },
  ],
  ['with nothing but its header', ({ res }) => void res.flushHeaders()],
  [
    'by a pipe',
    ({ res }) => {
      const source = new Readable({ read: () => undefined })
      source.push('part')
      source.pipe(res)
    },
  ],
]

describe.each(serverKinds)('a limit that passes when the header is out on %s', (kind) => {
  test.each(begun)('cuts an answer that was begun %s', async (_what, begin) => {
    const { layer, held } = holding(begin)
    const scene = await open(kind, [requestTimeout({ totalMs }), layer])
    const visit = (await scene.visitor()).start()
    const { req } = await held.nth(1)
    expect(await aborted(abortSignal(req))).toBeInstanceOf(RequestTimeoutError)
    // Not a short success: the visitor has nothing to show for a whole answer.
    expect(await visit.reply).toBeNull()
    expect(await scene.records.nth(1)).toMatchObject({
      outcome: 'timed-out',
      phase: 'responding',
      cause: { origin: 'timeout', rule: 'limit-passed' },
      statusSent: 200,
      timeoutMs: totalMs,
    })
  })

  test('is told to the observers, and to nobody else', async () => {
    const { layer } = holding(({ res }) => void res.write('part'))
    const scene = await open(kind, [requestTimeout({ totalMs }), layer])
    expect(await (await scene.visitor()).start().reply).toBeNull()
    await scene.records.nth(1)
    expect(scene.told.all).toMatchObject([
      {
        error: { code: 'ERR_REQUEST_TIMEOUT', phase: 'responding' },
        verdict: { origin: 'timeout', rule: 'limit-passed', quiet: false },
      },
    ])
    expect(scene.downstream.all).toEqual([])
  })

  test('lets go of the file that was piped', async () => {
    const file = createReadStream(process.execPath)
    const closed = once(file, 'close')
    const { layer } = holding(({ res }) => void file.pipe(res))
    const scene = await open(kind, [requestTimeout({ totalMs }), layer])
    const visit = (await scene.visitor()).start({ read: false })
    await closed
    expect(await scene.records.nth(1)).toMatchObject({ outcome: 'timed-out' })
    visit.leave()
  })

  test('drops what the late handler writes, and tells of it once', async () => {
    const { layer, held } = holding(({ res }) => void res.write('part'))
    const scene = await open(kind, [requestTimeout({ totalMs }), layer])
    const visit = (await scene.visitor()).start()
    const { res, next } = await held.nth(1)
    await visit.reply
    await scene.records.nth(1)
    const told = new Inbox<unknown>('callback')
    res.write('late', (error) => told.push(error))
    res.end('later', () => told.push('end'))
    res.setHeader('a', 'b')
    next(new Error('late'))
    expect(await told.nth(1)).toMatchObject({ code: 'ERR_HANGUP_RESPONSE_SEALED' })
    await told.nth(2)
    expect(scene.lates.all).toMatchObject([{ what: 'write' }])
    expect(scene.lates.all[0]!.overrunMs).toBeGreaterThanOrEqual(0)
  })

  test('leaves an answer alone whose limit was for its header', async () => {
    const { layer, held } = holding(({ res }) => void res.write('begun '))
    const limited = holding()
    const scene = await open(kind, [
      requestTimeout({ responseMs: 40 }),
      (req, res, next) => (req.url === '/limited' ? limited.layer : layer)(req, res, next),
    ])
    const visit = (await scene.visitor()).start()
    const { res } = await held.nth(1)
    expect((await (await scene.visitor()).ask({ path: '/limited' })).status).toBe(503)
    res.end('and ended')
    expect(await visit.reply).toMatchObject({ status: 200, body: 'begun and ended' })
  })
})

describe.each(serverKinds)('a client that leaves on %s', (kind) => {
  test('in the same turn in which the limit passes has one outcome', async () => {
    const { layer, held } = holding()
    const scene = await open(kind, [requestTimeout(totalMs), layer])
    for (let n = 1; n <= 10; n++) {
      const visitor = await scene.visitor()
      const visit = visitor.start()
      const { req } = await held.nth(n)
      visit.leave()
      block(exchangeOf(req).deadline.remainingMs + (n % 3) - 1)
      const record = await scene.records.nth(n)
      const { code } = abortSignal(req).reason as { code: string }
      expect([record.outcome, code]).toEqual(
        record.outcome === 'timed-out'
          ? ['timed-out', 'ERR_REQUEST_TIMEOUT']
          : ['client-disconnected', 'ERR_CLIENT_DISCONNECTED'],
      )
      visitor.leave()
    }
  })
})

/** Nothing else happens in this process meanwhile: what became due is due at once. */
function block(ms: number): void {
  const until = performance.now() + ms
  while (performance.now() < until) continue
}
