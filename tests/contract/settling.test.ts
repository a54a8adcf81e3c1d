import { serverKinds } from '../harness/servers.js'
import { cleanUp, open } from './support.js'

afterEach(cleanUp)

describe.each(serverKinds)('an exchange that completes on %s', (kind) => {
  test('settles once, as completed', async () => {
    const scene = await open(kind, [(_req, res) => res.end('hello')])
    expect((await (await scene.visitor()).ask()).body).toBe('hello')
    const record = await scene.records.nth(1)
    expect(record).toMatchObject({
      method: 'GET',
      path: '/',
      outcome: 'completed',
      phase: 'done',
      closure: 'none',
      cause: null,
      statusSent: 200,
      status: 200,
      idleMs: 0,
    })
  })

  test('counts the requests of one connection', async () => {
    const scene = await open(kind, [(_req, res) => res.end('hello')])
    const visitor = await scene.visitor()
    for (const path of ['/1', '/2', '/3']) await visitor.ask({ path })
    await scene.records.nth(3)
    const records = scene.records.all
    expect(records.map(({ path }) => path)).toEqual(['/1', '/2', '/3'])
    expect(records.map(({ connection }) => connection.request)).toEqual([1, 2, 3])
    expect(new Set(records.map(({ connection }) => connection.id)).size).toBe(1)
  })

  test('is told apart from those of another connection', async () => {
    const scene = await open(kind, [(_req, res) => res.end('hello')])
    await (await scene.visitor()).ask()
    await (await scene.visitor()).ask()
    const [one, two] = [await scene.records.nth(1), await scene.records.nth(2)]
    expect(one.connection.id).not.toBe(two.connection.id)
    expect([one.connection.request, two.connection.request]).toEqual([1, 1])
  })

  test('may have a body that is read', async () => {
    const scene = await open(kind, [
      (req, res) => {
        let body = ''
        req.on('data', (chunk: Buffer) => (body += chunk.toString()))
        req.on('end', () => res.end(body))
      },
    ])
    const body = JSON.stringify({ hello: 'world' })
    expect((await (await scene.visitor()).ask({ method: 'POST', body })).body).toBe(body)
    expect(await scene.records.nth(1)).toMatchObject({ method: 'POST', outcome: 'completed' })
  })

  test('may have a body that nobody reads', async () => {
    const scene = await open(kind, [(_req, res) => res.end('no thanks')])
    await (await scene.visitor()).ask({ method: 'POST', body: 'x'.repeat(1000) })
    expect(await scene.records.nth(1)).toMatchObject({ outcome: 'completed', phase: 'done' })
  })

  test.each([
    ['HEAD', 200],
    ['GET', 204],
    ['GET', 304],
  ])('may have an answer without a body (%s %i)', async (method, status) => {
    const scene = await open(kind, [
      (_req, res) => {
        res.statusCode = status
        res.end()
      },
    ])
    const visitor = await scene.visitor()
    await visitor.ask({ method })
    await visitor.ask({ method })
    await scene.records.nth(2)
    for (const record of scene.records.all) {
      expect(record).toMatchObject({ method, outcome: 'completed', statusSent: status, status })
    }
  })

  test('may have a big answer', async () => {
    const megabytes = Buffer.alloc(6_000_000, 'x')
    const scene = await open(kind, [(_req, res) => res.end(megabytes)])
    expect((await (await scene.visitor()).ask()).body).toHaveLength(6_000_000)
    expect(await scene.records.nth(1)).toMatchObject({ outcome: 'completed', status: 200 })
  })

  test('may have an answer in parts', async () => {
    const scene = await open(kind, [
      (_req, res) => {
        res.write('one ')
        setImmediate(() => res.end('two'))
      },
    ])
    expect((await (await scene.visitor()).ask()).body).toBe('one two')
    expect(await scene.records.nth(1)).toMatchObject({ outcome: 'completed', status: 200 })
  })

  test('completes with an error page too', async () => {
    const scene = await open(kind, [(_req, _res, next) => next(new Error('no such table'))])
    expect((await (await scene.visitor()).ask()).status).toBe(500)
    expect(await scene.records.nth(1)).toMatchObject({
      outcome: 'completed',
      cause: null,
      statusSent: 500,
      status: 500,
    })
  })

  test('is over once its answer was given, also where the client leaves then', async () => {
    const scene = await open(kind, [(_req, res) => res.end('hello')])
    const visitor = await scene.visitor()
    await visitor.ask()
    visitor.leave()
    await scene.records.nth(1)
    await scene.server.close()
    expect(scene.records.all.map(({ outcome }) => outcome)).toEqual(['completed'])
  })
})
