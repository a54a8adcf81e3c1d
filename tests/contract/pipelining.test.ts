import { abortSignal } from '../../src/index.js'
import { turns } from '../harness/turns.js'
import { cleanUp, holding, http1Kinds, open, type Held } from './support.js'

afterEach(cleanUp)

const requests = (...paths: string[]): string =>
  paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`).join('')

describe.each(http1Kinds)('pipelined requests on %s', (kind) => {
  async function three(first?: (held: Held) => void) {
    const { layer, held } = holding(first)
    const scene = await open(kind, [layer])
    const client = await scene.raw()
    client.send(requests('/1', '/2', '/3'))
    await held.nth(3)
    return { scene, client, held: held.all }
  }

  test.each(['fin', 'close', 'reset'] as const)(
    'all settle, once, when the client is gone (%s)',
    async (leave) => {
      const { scene, client, held } = await three()
      const signals = held.map(({ req }) => abortSignal(req))
      client[leave]()
      await scene.records.nth(3)
      await scene.disconnected()
      await turns(10)
      const { records } = scene
      expect(records.all.map(({ path }) => path)).toEqual(['/1', '/2', '/3'])
      expect(records.all.map(({ connection }) => connection.request)).toEqual([1, 2, 3])
      for (const record of records.all) {
        expect(record).toMatchObject({
          outcome: 'client-disconnected',
          phase: 'processing',
          closure: leave === 'reset' ? 'rst' : 'fin',
        })
      }
      expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, true])
      expect(new Set(signals.map(({ reason }) => reason as unknown)).size).toBe(3)
    },
  )

  test('that wait for their turn to answer settle by the same departure', async () => {
    // The second and third have ended their answers, which Node holds back for the first one's.
    const { scene, client } = await three(({ req, res }) => {
      if (req.url !== '/1') res.end(req.url)
    })
    client.close()
    await scene.records.nth(3)
    await scene.disconnected()
    await turns(10)
    expect(scene.records.all.map(({ outcome, path }) => [path, outcome])).toEqual([
      ['/1', 'client-disconnected'],
      ['/2', 'client-disconnected'],
      ['/3', 'client-disconnected'],
    ])
    expect(scene.records.all.map(({ statusSent }) => statusSent)).toEqual([null, null, null])
  })

  test('complete in order, whatever the order of the answers', async () => {
    const { scene, client, held } = await three()
    for (const { req, res } of [...held].reverse()) res.end(req.url)
    const answer = await client.read((text) => text.includes('/3'))
    expect(answer.indexOf('/1')).toBeLessThan(answer.indexOf('/2'))
    await scene.records.nth(3)
    const { records } = scene
    expect(records.all.map(({ path }) => path)).toEqual(['/1', '/2', '/3'])
    expect(records.all.map(({ outcome }) => outcome)).toEqual(Array(3).fill('completed'))
  })

  test('settle each by itself where the client leaves after the first answer', async () => {
    const { scene, client, held } = await three()
    held[0]!.res.end('first')
    await client.read((text) => text.includes('first'))
    await scene.records.nth(1)
    client.close()
    await scene.records.nth(3)
    const outcomes = scene.records.all.map(({ outcome }) => outcome)
    expect(outcomes).toEqual(['completed', 'client-disconnected', 'client-disconnected'])
  })

  test('each find their own exchange', async () => {
    const { scene, held } = await three()
    const reasons = held.map(({ req, res }) => [abortSignal(req), abortSignal(res)])
    expect(reasons.every(([ofReq, ofRes]) => ofReq === ofRes)).toBe(true)
    expect(new Set(reasons.flat()).size).toBe(3)
    expect(scene.records.all).toEqual([])
  })
})
