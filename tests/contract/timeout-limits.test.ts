import { exchangeOf, requestTimeout } from '../../src/index.js'
import type { Middleware } from '../harness/http-shapes.js'
import { serverKinds } from '../harness/servers.js'
import { cleanUp, holding, open } from './support.js'

afterEach(cleanUp)

describe.each(serverKinds)('the limit nearest to the handler on %s', (kind) => {
  const limitSeen: (number | null)[] = []
  const noting: Middleware = (req, _res, next) => {
    limitSeen.push(exchangeOf(req).deadline.limitMs)
    next()
  }
  beforeEach(() => void limitSeen.splice(0))

  test('wins where it is shorter', async () => {
    const layers = [requestTimeout(60_000), noting, requestTimeout(25), noting, holding().layer]
    const scene = await open(kind, layers)
    expect((await (await scene.visitor()).ask()).status).toBe(503)
    expect(await scene.records.nth(1)).toMatchObject({ outcome: 'timed-out', timeoutMs: 25 })
    expect(limitSeen).toEqual([60_000, 25])
  })

  test('wins where it is longer', async () => {
    const { layer, held } = holding()
    const short = 40
    const scene = await open(kind, [
      requestTimeout(short),
      (req, res, next) => {
        if (req.url === '/short') layer(req, res, next)
        else next()
      },
      requestTimeout(60_000),
      layer,
    ])
    const visit = (await scene.visitor()).start({ path: '/long' })
    const { res } = await held.nth(1)
    // Armed after the long one, with the short limit: when it has passed, the other's would have too.
    expect((await (await scene.visitor()).ask({ path: '/short' })).status).toBe(503)
    res.end('in time')
    expect(await visit.reply).toMatchObject({ status: 200, body: 'in time' })
    const records = [await scene.records.nth(1), await scene.records.nth(2)]
    expect(records.map(({ path, outcome }) => [path, outcome])).toEqual([
      ['/short', 'timed-out'],
      ['/long', 'completed'],
    ])
  })

  test('counts from the start of the exchange', async () => {
    const { layer, held } = holding()
    const scene = await open(kind, [requestTimeout(60_000), layer])
    ;(await scene.visitor()).start()
    const { deadline, startedAt } = exchangeOf((await held.nth(1)).req)
    expect(deadline.limitMs).toBe(60_000)
    const left = startedAt + 60_000 - Date.now()
    expect(Math.abs(deadline.remainingMs - left)).toBeLessThan(1000)
  })

  test('ends many exchanges, each by its own time', async () => {
    const { layer } = holding()
    const scene = await open(kind, [requestTimeout(30), layer])
    const visitors = await Promise.all(Array.from({ length: 8 }, () => scene.visitor()))
    const replies = await Promise.all(visitors.map((visitor) => visitor.ask()))
    expect(replies.map(({ status }) => status)).toEqual(Array(8).fill(503))
    await scene.records.nth(8)
    for (const { ageMs } of scene.records.all) expect(ageMs).toBeGreaterThanOrEqual(30)
  })
})

test.each([NaN, 0, -1, Infinity, 2 ** 31, '25', null, undefined])(
  'requestTimeout(%p) is refused at once',
  (ms) => {
    expect(() => requestTimeout(ms as number)).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^ERR_HANGUP_/) as string }),
    )
  },
)
