import { Readable, pipeline } from 'node:stream'
import { once } from 'node:events'
import type { Response } from 'express'
import { isNativeError } from 'node:util/types'
import { requestTimeout } from '../../src/index.js'
import { serverKinds } from '../harness/servers.js'
import { turns } from '../harness/turns.js'
import { cleanUp, expressKinds, holding, open, type Held, type Scene } from './support.js'

afterEach(cleanUp)

const limitMs = 25

/** A handler whose limit has passed, with a second request waiting on the same connection. */
async function late(kind: (typeof serverKinds)[number], first?: (held: Held) => void) {
  const { layer, held } = holding(first)
  const scene = await open(kind, [
    requestTimeout(limitMs),
    (req, res, next) => (req.url === '/next' ? res.end('next') : layer(req, res, next)),
  ])
  const visitor = await scene.visitor()
  const reply = await visitor.ask()
  expect(reply.status).toBe(503)
  await scene.records.nth(1)
  return { scene, visitor, ...(await held.nth(1)) }
}

/** Nothing of what the late handler did got out: not as an error, and not onto the connection. */
async function unharmed({ scene, visitor }: Awaited<ReturnType<typeof late>>): Promise<void> {
  await turns(3)
  expect(await visitor.ask({ path: '/next' })).toMatchObject({ status: 200, body: 'next' })
  await scene.records.nth(2)
  expect(scene.records.all.map(({ outcome }) => outcome)).toEqual(['timed-out', 'completed'])
  expect(scene.records.all[0]!.connection.id).toBe(scene.records.all[1]!.connection.id)
}

const uses: readonly [what: string, use: (held: Held) => unknown][] = [
  ['end', ({ res }) => res.end('late')],
  ['write', ({ res }) => res.write('late')],
  ['setHeader and removeHeader', ({ res }) => [res.setHeader('a', 'b'), res.removeHeader('a')]],
  ['appendHeader', ({ res }) => res.appendHeader('a', 'b')],
  ['writeHead', ({ res }) => res.writeHead(200, { a: 'b' }).end('late')],
  ['flushHeaders', ({ res }) => res.flushHeaders()],
  ['statusCode', ({ res }) => (res.statusCode = 200)],
  ['statusMessage', ({ res }) => (res.statusMessage = 'fine')],
  ['writeContinue', ({ res }) => res.writeContinue()],
  ['writeEarlyHints', ({ res }) => res.writeEarlyHints({ link: '</a>; rel=preload' })],
  ['destroy', ({ res }) => res.destroy()],
  ['destroy with an error', ({ res }) => res.destroy(new Error('late'))],
  ['next', ({ next }) => next()],
  ['if (!res.headersSent) answer', ({ res }) => !res.headersSent && res.end('late')],
]

const expressUses: readonly [what: string, use: (res: Response) => unknown][] = [
  ['json', (res) => res.json({ late: true })],
  ['send', (res) => res.send('late')],
  ['status', (res) => res.status(200).end()],
  ['set', (res) => res.set('a', 'b').type('html')],
  ['redirect', (res) => res.redirect('/elsewhere')],
  ['sendStatus', (res) => res.sendStatus(200)],
  ['cookie', (res) => res.cookie('a', 'b').send('late')],
]

describe.each(serverKinds)('a late handler on %s', (kind) => {
  test.each(uses)('may call %s', async (_what, use) => {
    const sealed = await late(kind)
    use(sealed)
    await unharmed(sealed)
  })

  test.each(['write', 'end'] as const)('is told in the callback of %s why', async (method) => {
    const sealed = await late(kind)
    const told = new Promise<unknown>((resolve) => {
      sealed.res[method]('late', resolve as () => void)
    })
    expect(await told).toMatchObject({
      code: 'ERR_HANGUP_RESPONSE_SEALED',
      cause: { code: 'ERR_REQUEST_TIMEOUT' },
    })
    await unharmed(sealed)
  })

  test('may pipe: the source is destroyed', async () => {
    const sealed = await late(kind)
    const source = Readable.from(['late', 'later'])
    source.pipe(sealed.res)
    if (!source.closed) await once(source, 'close')
    await unharmed(sealed)
  })

  test('may run a pipeline: its callback is called, the source destroyed', async () => {
    const sealed = await late(kind)
    const source = Readable.from(['late', 'later'])
    const error = await new Promise((resolve) => pipeline(source, sealed.res, resolve))
    expect(isNativeError(error)).toBe(true)
    expect(source.destroyed).toBe(true)
    await unharmed(sealed)
  })

  test('may go on piping what it had begun to pipe', async () => {
    const source = new Readable({ read: () => undefined })
    const sealed = await late(kind, ({ res }) => void source.pipe(res))
    source.push('late')
    source.push(null)
    await unharmed(sealed)
  })

  test('may fail: its error goes to the application, as late', async () => {
    const sealed = await late(kind)
    sealed.next(new Error('no such table'))
    await unharmed(sealed)
    expect(sealed.scene.lates.all).toHaveLength(1)
  })

  test('is told of once, with how long it took', async () => {
    const sealed = await late(kind)
    sealed.res.write('late')
    sealed.res.write('later')
    sealed.res.end()
    const event = await sealed.scene.lates.nth(1)
    await unharmed(sealed)
    const record = sealed.scene.records.all[0]!
    expect(event).toMatchObject({ id: record.id, route: record.route, what: 'write' })
    expect(event.overrunMs).toBeGreaterThanOrEqual(0)
    expect(sealed.scene.lates.all).toHaveLength(1)
  })

  test('is told apart from one that was in time', async () => {
    const { layer } = holding(({ res }) => res.end('in time'))
    const scene: Scene = await open(kind, [requestTimeout(60_000), layer])
    await (await scene.visitor()).ask()
    await scene.records.nth(1)
    expect(scene.lates.all).toEqual([])
  })
})

describe.each(expressKinds)('a late handler on %s', (kind) => {
  test.each(expressUses)('may call res.%s', async (_what, use) => {
    const sealed = await late(kind)
    use(sealed.res as Response)
    await unharmed(sealed)
  })

  test('may send a file: its callback is called', async () => {
    const sealed = await late(kind)
    await new Promise((resolve) => (sealed.res as Response).sendFile(__filename, resolve))
    await unharmed(sealed)
  })
})
