import type { Server, ServerResponse, IncomingMessage } from 'node:http'
import { abortSignal } from '../../src/index.js'
import type { Middleware } from '../harness/http-shapes.js'
import { cleanUp, holding, http1Kinds, open } from './support.js'

afterEach(cleanUp)

const isDone = (text: string): boolean => text.endsWith('done')
const readThenAnswer: Middleware = (req, res) => req.resume().on('end', () => res.end('done'))
const head = 'POST / HTTP/1.1\r\nHost: a\r\n'

describe.each(http1Kinds)('an upload on %s', (kind) => {
  test('with Expect: 100-continue completes once', async () => {
    const scene = await open(kind, [readThenAnswer])
    const client = await scene.raw()
    client.send(`${head}Expect: 100-continue\r\nContent-Length: 4\r\n\r\n`)
    expect(await client.read((text) => text.endsWith('\r\n\r\n'))).toContain('100 Continue')
    client.send('body')
    expect(await client.read(isDone)).toContain('200 OK')
    expect(await scene.records.nth(1)).toMatchObject({ outcome: 'completed', statusSent: 200 })
  })

  test('with Expect: 100-continue may be refused before its body', async () => {
    const scene = await open(kind, [
      (_req, res) => {
        res.statusCode = 413
        res.end('done')
      },
    ])
    const client = await scene.raw()
    client.send(`${head}Expect: 100-continue\r\nContent-Length: 4000\r\n\r\n`)
    expect(await client.read(isDone)).toContain('413')
    expect(await scene.records.nth(1)).toMatchObject({ outcome: 'completed', statusSent: 413 })
  })

  test('with Expect: 100-continue is cut before its body: receiving', async () => {
    const { layer, held } = holding(({ req }) => req.resume())
    const scene = await open(kind, [layer])
    const client = await scene.raw()
    client.send(`${head}Expect: 100-continue\r\nContent-Length: 4\r\n\r\n`)
    const { req } = await held.nth(1)
    await client.read((text) => text.endsWith('\r\n\r\n'))
    client.close()
    expect(await scene.records.nth(1)).toMatchObject({
      outcome: 'client-disconnected',
      phase: 'receiving',
      statusSent: null,
    })
    expect(abortSignal(req).aborted).toBe(true)
  })

  test("is followed also where a 'checkContinue' listener passes it on", async () => {
    const scene = await open(kind, [readThenAnswer])
    const server = scene.server.server as Server
    server.on('checkContinue', (req: IncomingMessage, res: ServerResponse) => {
      res.writeContinue()
      server.emit('request', req, res)
    })
    const client = await scene.raw()
    client.send(`${head}Expect: 100-continue\r\nContent-Length: 4\r\n\r\n`)
    await client.read((text) => text.endsWith('\r\n\r\n'))
    client.send('body')
    await client.read(isDone)
    expect(await scene.records.nth(1)).toMatchObject({ outcome: 'completed', statusSent: 200 })
  })

  test('in chunks with trailers completes once', async () => {
    const trailers: unknown[] = []
    const scene = await open(kind, [
      (req, res) =>
        req.resume().on('end', () => {
          trailers.push(req.trailers)
          res.setHeader('Trailer', 'X-Sum')
          res.write('almost ')
          res.addTrailers({ 'X-Sum': '2' })
          res.end('done')
        }),
    ])
    const client = await scene.raw()
    client.send(`${head}Transfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n`)
    client.send('4\r\nbody\r\n0\r\nX-Sum: 1\r\n\r\n')
    expect(
      await client.read((text) => text.endsWith('\r\n\r\n') && text.includes('X-Sum: 2')),
    ).toContain('done')
    expect(trailers).toEqual([{ 'x-sum': '1' }])
    expect(await scene.records.nth(1)).toMatchObject({ outcome: 'completed', statusSent: 200 })
  })

  test.each([
    ['in the middle of a chunk', '8\r\nhalf'],
    ['between two chunks', '4\r\nhalf\r\n'],
    ['before the last line', '4\r\nhalf\r\n0\r\n'],
    ['in its trailers', '4\r\nhalf\r\n0\r\nX-Sum:'],
  ])('in chunks is cut %s: receiving', async (_where, sent) => {
    for (const leave of ['fin', 'reset'] as const) {
      const { layer, held } = holding(({ req }) => req.resume())
      const scene = await open(kind, [layer])
      const client = await scene.raw()
      client.send(`${head}Transfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n${sent}`)
      await held.nth(1)
      client[leave]()
      const record = await scene.records.nth(1)
      expect(record).toMatchObject({
        outcome: 'client-disconnected',
        phase: 'receiving',
        closure: leave === 'fin' ? 'fin' : 'rst',
      })
    }
  })

  test('with nonsense for a chunk is the client’s doing', async () => {
    const { layer, held } = holding(({ req }) => req.resume())
    const scene = await open(kind, [layer])
    const client = await scene.raw()
    client.send(`${head}Transfer-Encoding: chunked\r\n\r\n`)
    await held.nth(1)
    client.send('nonsense\r\n')
    expect(await scene.records.nth(1)).toMatchObject({
      outcome: 'client-disconnected',
      phase: 'receiving',
      cause: { origin: 'client', rule: 'protocol-error' },
    })
  })

  test('that was answered early and then goes on completes', async () => {
    const scene = await open(kind, [(_req, res) => res.end('done')])
    const client = await scene.raw()
    client.send(`${head}Content-Length: 8\r\n\r\nhalf`)
    await client.read(isDone)
    client.send('half')
    expect(await scene.records.nth(1)).toMatchObject({ outcome: 'completed', statusSent: 200 })
  })
})
