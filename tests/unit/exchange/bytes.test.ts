import http from 'node:http'
import { exchangeOf, type ExchangeRecord, type Observer } from '../../../src/index.js'
import { endScenes, flushing, get, inPhase, openScene } from '../support/scene.js'

afterEach(endScenes)

/** The records of as many requests on one connection. */
async function recordsOf(count: number, observers: readonly Observer[]): Promise<ExchangeRecord[]> {
  const records: ExchangeRecord[] = []
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  const scene = await openScene({
    detection: { observers },
    handler: (req, res) => {
      exchangeOf(req).onSettled((record) => records.push(record))
      res.end('hello')
    },
  })
  records.length = 0
  for (let i = 0; i < count; i++) {
    await new Promise((resolve, reject) => {
      const options = { port: scene.server.port, host: '127.0.0.1', agent }
      const request = http.get(options, (res) => res.resume().once('close', resolve))
      request.once('error', reject)
    })
  }
  agent.destroy()
  return records.filter(({ connection }) => connection.id === records[1]?.connection.id)
}

describe.each([
  ['with an observer', [{}]],
  ['without observers', []],
])('the bytes of an exchange, %s', (_what, observers) => {
  it('are its own, and not those of the exchanges before it', async () => {
    const records = await recordsOf(4, observers)
    expect(records).toHaveLength(4)
    expect(new Set(records.map(({ bytesIn }) => bytesIn)).size).toBe(1)
    expect(new Set(records.map(({ bytesOut }) => bytesOut)).size).toBe(1)
    expect(records.map(({ connection }) => connection.request)).toEqual([1, 2, 3, 4])
  })
})

it('the bytes in are those of the request with its header', async () => {
  const request = get('/')
  const scene = await openScene({
    request,
    detection: { observers: [{}] },
    handler: (_req, res) => void res.end('hello'),
  })
  expect((await scene.settled).bytesIn).toBe(request.length)
})

it('a write that was pending when the client left counts as not sent', async () => {
  const scene = await openScene({ detection: { observers: [{}] }, handler: inPhase.flushing })
  await flushing(scene)
  const { bytesOut } = await scene.leave('reset')
  expect(bytesOut).toBeLessThan(16 << 20)
})
