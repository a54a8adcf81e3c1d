import { stalled } from '../harness/turns.js'
import { serverKinds } from '../harness/servers.js'
import { cleanUp, holding, open, type Held } from './support.js'

afterEach(cleanUp)

const megabytes = Buffer.alloc(12_000_000, 'x')

describe.each(serverKinds)('a client that leaves on %s', (kind) => {
  const closures = kind === 'h2' ? ['h2-cancel'] : ['fin', 'rst']
  const disconnected = { outcome: 'client-disconnected', status: 499 }
  const byClient: unknown = expect.objectContaining({ origin: 'client' })

  async function leaving(first: (held: Held) => void, call = {}, stall = false) {
    const { layer, held } = holding(first)
    const scene = await open(kind, [layer])
    const visit = (await scene.visitor()).start(call)
    const { req } = await held.nth(1)
    if (stall) await stalled((req as { stream?: typeof req.socket }).stream ?? req.socket)
    visit.leave()
    return scene.records.nth(1)
  }

  test('before its request is complete: receiving', async () => {
    const record = await leaving((held) => held.req.resume(), {
      method: 'POST',
      body: 'half',
      cut: true,
    })
    expect(record).toMatchObject({
      ...disconnected,
      phase: 'receiving',
      statusSent: null,
      firstByteMs: null,
      cause: byClient,
    })
    expect(closures).toContain(record.closure)
  })

  test('before the answer has begun: processing', async () => {
    const record = await leaving(() => undefined)
    expect(record).toMatchObject({ ...disconnected, phase: 'processing', statusSent: null })
    expect(record).toMatchObject({ firstByteMs: null, cause: byClient })
    expect(closures).toContain(record.closure)
  })

  test('after its body was read: processing', async () => {
    const { layer, held } = holding()
    const scene = await open(kind, [
      (req, res, next) => req.resume().on('end', () => layer(req, res, next)),
    ])
    const visit = (await scene.visitor()).start({ method: 'POST', body: 'all of it' })
    await held.nth(1)
    visit.leave()
    expect(await scene.records.nth(1)).toMatchObject({ ...disconnected, phase: 'processing' })
  })

  test('while the answer is made: responding', async () => {
    const record = await leaving(({ res }) => res.write('beginning'))
    expect(record).toMatchObject({ ...disconnected, phase: 'responding', statusSent: 200 })
    expect(record).toMatchObject({ firstByteMs: expect.any(Number) as number, cause: byClient })
    expect(closures).toContain(record.closure)
  })

  test('while its upload and the answer both run: responding', async () => {
    const record = await leaving(
      ({ req, res }) => {
        req.resume()
        res.write('beginning')
      },
      { method: 'POST', body: 'half', cut: true },
    )
    expect(record).toMatchObject({ ...disconnected, phase: 'responding', statusSent: 200 })
  })

  test('while the end of the answer waits to be taken: flushing', async () => {
    const record = await leaving(({ res }) => res.end(megabytes), { read: false }, true)
    expect(record).toMatchObject({ ...disconnected, phase: 'flushing', statusSent: 200 })
    expect(closures).toContain(record.closure)
  })

  test('with its status as it went out, whatever the handler set afterwards', async () => {
    const record = await leaving(({ res }) => {
      res.statusCode = 206
      res.write('beginning')
    })
    expect(record).toMatchObject({ statusSent: 206, status: 499 })
  })
})
