import { createReadStream, createWriteStream, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { readdir, readlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, pipeline, Readable } from 'node:stream'
import { pipeline as piped } from 'node:stream/promises'
import { once } from 'node:events'
import zlib from 'node:zlib'
import type { Express, Response } from 'express'
import { abortSignal, requestTimeout, wrapHandler } from '../../src/index.js'
import type { Middleware } from '../harness/http-shapes.js'
import { serverKinds } from '../harness/servers.js'
import { turns } from '../harness/turns.js'
import {
  cleanUp,
  expressKinds,
  holding,
  Inbox,
  onCleanUp,
  patienceMs,
  open,
  type Held,
  type Scene,
} from './support.js'

afterEach(cleanUp)

const limitMs = 25
const folder = join(tmpdir(), `express-hangup-seal-${String(process.pid)}`)
const file = join(folder, 'file.txt')

/** A handler whose limit has passed, with a second request waiting on the same connection. */
async function late(kind: (typeof serverKinds)[number], first?: (held: Held) => void) {
  const { layer, held } = holding(first)
  const scene = await open(kind, [
    requestTimeout(limitMs),
    (req, res, next) => (req.url === '/next' ? res.end('next') : layer(req, res, next)),
  ])
  const visitor = await scene.visitor()
  expect(await visitor.ask()).toMatchObject({ status: 503 })
  await scene.records.nth(1)
  return { scene, visitor, ...(await held.nth(1)) }
}

type Late = Awaited<ReturnType<typeof late>>

/** The connection and the process are as they were. */
async function unharmed({ scene, visitor }: Pick<Late, 'scene' | 'visitor'>): Promise<void> {
  await turns(5)
  expect(await visitor.ask({ path: '/next' })).toMatchObject({ status: 200, body: 'next' })
  await scene.records.nth(2)
  expect(scene.records.all.map(({ outcome }) => outcome)).toEqual(['timed-out', 'completed'])
}

async function closed(stream: Readable): Promise<void> {
  if (!stream.closed) await once(stream, 'close').catch(() => undefined)
  expect(stream.destroyed).toBe(true)
}

/** How often this process has the file open. */
async function timesOpen(path: string): Promise<number> {
  if (process.platform !== 'linux') return 0
  const links = (await readdir('/proc/self/fd')).map((fd) =>
    readlink(`/proc/self/fd/${fd}`).catch(() => null),
  )
  return (await Promise.all(links)).filter((link) => link === path).length
}

/**
 * Files are opened and closed by threads of their own, and so is asked here: on Node 26 and a busy
 * machine, a loop that never waits for one of them was not told for ten seconds of what they had done.
 */
async function allClosed(): Promise<void> {
  const until = performance.now() + patienceMs
  while ((await timesOpen(file)) > 0 && performance.now() < until) await turns(1)
  expect(await timesOpen(file)).toBe(0)
}

beforeAll(() => {
  mkdirSync(folder)
  writeFileSync(file, 'late '.repeat(50_000))
})
afterEach(allClosed)
afterAll(() => {
  rmSync(folder, { recursive: true })
})

describe.each(serverKinds)('a stream into a sealed response on %s', (kind) => {
  test('is closed where a file is piped late', async () => {
    const sealed = await late(kind)
    const source = createReadStream(file)
    source.pipe(sealed.res)
    await closed(source)
    expect(sealed.scene.lates.all).toMatchObject([{ what: 'write' }])
    await unharmed(sealed)
  })

  test('is closed where a file was piped in time, and read late', async () => {
    let source: Readable | undefined
    const sealed = await late(kind, ({ res }) => {
      source = createReadStream(file)
      source.once('newListener', () => undefined)
      source.pipe(res, { end: true })
      source.pause() // nothing of it comes before the limit
    })
    await closed(source!)
    await unharmed(sealed)
  })

  test('is closed with what is piped through compression', async () => {
    const sealed = await late(kind)
    const source = createReadStream(file)
    const gzip = zlib.createGzip()
    source.pipe(gzip).pipe(sealed.res)
    await closed(gzip)
    source.destroy()
    await closed(source)
    await unharmed(sealed)
  })

  test('is left open where somebody else reads it as well', async () => {
    const sealed = await late(kind)
    const live = new PassThrough()
    onCleanUp(() => live.destroy())
    const chunks: string[] = []
    live.on('data', (chunk) => chunks.push(String(chunk)))
    live.pipe(sealed.res)
    live.write('news')
    await turns(3)
    expect([live.destroyed, chunks]).toEqual([false, ['news']])
    await unharmed(sealed)
  })

  test('fails a late pipeline, which lets go of its file', async () => {
    const sealed = await late(kind)
    const source = createReadStream(file)
    await expect(piped(source, sealed.res)).rejects.toThrow()
    await closed(source)
    await unharmed(sealed)
  })

  test('ends a pipeline that was begun in time', async () => {
    let source: Readable | undefined
    let ended: Promise<unknown> | undefined
    const sealed = await late(kind, ({ res }) => {
      source = new PassThrough()
      ended = new Promise((resolve) => pipeline(source!, res, resolve))
    })
    ;(source as PassThrough).write('late')
    await ended
    await closed(source!)
    await unharmed(sealed)
  })

  // A pipeline with a signal destroys all its streams, and the response is one of them.
  test.each([0, 20])(
    'ends a pipeline by its signal, and the client is answered',
    async (graceMs) => {
      const errors = new Inbox<unknown>('error')
      const source = new Readable({ read: () => undefined })
      const { layer } = holding(({ req, res }) => {
        piped(source, res, { signal: abortSignal(req) }).catch((error: unknown) =>
          errors.push(error),
        )
      })
      const scene = await open(kind, [requestTimeout({ responseMs: limitMs, graceMs }), layer])
      expect(await (await scene.visitor()).ask()).toMatchObject({ status: 503 })
      await closed(source)
      expect(await errors.nth(1)).toMatchObject({ name: 'AbortError' })
      expect(await scene.records.nth(1)).toMatchObject({ outcome: 'timed-out', statusSent: 503 })
    },
  )

  test('ends an upload into a file by the signal, and the client is answered', async () => {
    const target = createWriteStream(join(folder, 'upload'))
    const failed = new Inbox<unknown>('error')
    const { layer } = holding(({ req, next }) => {
      piped(req, target, { signal: abortSignal(req) }).catch((error: unknown) => {
        failed.push(error)
        next(error)
      })
    })
    const scene = await open(kind, [requestTimeout({ receiveMs: limitMs }), layer])
    const upload = { method: 'POST', body: 'half', cut: true }
    expect(await (await scene.visitor()).start(upload).reply).toMatchObject({ status: 408 })
    await failed.nth(1)
    if (!target.closed) await once(target, 'close')
    expect(await scene.records.nth(1)).toMatchObject({ outcome: 'timed-out', statusSent: 408 })
    expect(scene.downstream.all).toEqual([])
  })

  test("fails who waits for 'drain' or 'finish'", async () => {
    const sealed = await late(kind)
    expect(sealed.res.write('late')).toBe(false)
    const told = { code: 'ERR_HANGUP_RESPONSE_SEALED', cause: { code: 'ERR_REQUEST_TIMEOUT' } }
    await expect(once(sealed.res, 'drain')).rejects.toMatchObject(told)
    sealed.res.end()
    await expect(once(sealed.res, 'finish')).rejects.toMatchObject(told)
    await unharmed(sealed)
  })

  test('is quiet where nobody waits, also for a pipe that was begun in time', async () => {
    const uncaught = watchProcess()
    const source = new PassThrough()
    const sealed = await late(kind, ({ res }) => void source.pipe(res))
    source.pipe(new PassThrough().resume())
    source.write('late')
    await unharmed(sealed)
    expect(uncaught).toEqual([])
    source.destroy()
  })

  test.each(['in time', 'late'])('fails a pipeline of a generator begun %s', async (when) => {
    const words = new Inbox<string>('word')
    let letGo: () => void = () => undefined
    const passed = new Promise<void>((resolve) => (letGo = resolve))
    async function* rows() {
      try {
        await passed
        for (;;) {
          words.push('late')
          yield await Promise.resolve('late')
        }
      } finally {
        words.push('released')
      }
    }
    const begun = new Inbox<Promise<unknown>>('pipeline')
    const begin = ({ res }: Held) => begun.push(piped(rows, res).catch((error: unknown) => error))
    const sealed = await late(kind, when === 'in time' ? begin : undefined)
    if (when === 'late') begin(sealed)
    letGo()
    expect(await await begun.nth(1)).toMatchObject({ code: 'ERR_HANGUP_RESPONSE_SEALED' })
    expect(words.all.length).toBeLessThanOrEqual(3)
    expect(words.all.at(-1)).toBe('released')
    await unharmed(sealed)
  })
})

/** Fails where anything of the process is told of an error that nobody caught. */
function watchProcess(): unknown[] {
  const uncaught: unknown[] = []
  const note = (error: unknown): void => void uncaught.push(error)
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, note)
    onCleanUp(() => process.off(event, note))
  }
  return uncaught
}

describe.each(serverKinds)('an async handler that is late on %s', (kind) => {
  test.each([
    ['with the reason of its signal', (req: never) => abortSignal(req).reason as Error, false],
    ['with an error of its own', () => new Error('no such table'), true],
  ])('may reject %s', async (_what, error, isTold) => {
    const uncaught = watchProcess()
    const reject: { now?: () => void } = {}
    const sealed = await lateAsync(kind, reject, (req) => error(req as never))
    reject.now?.()
    await turns(5)
    expect(sealed.scene.downstream.all).toHaveLength(isTold ? 1 : 0)
    await unharmed(sealed)
    expect(uncaught).toEqual([])
  })

  test('may call next twice, and after it answered', async () => {
    const uncaught = watchProcess()
    const sealed = await late(kind)
    sealed.next()
    sealed.next(new Error('late'))
    sealed.next()
    sealed.res.end('late')
    await unharmed(sealed)
    expect(uncaught).toEqual([])
    expect(sealed.scene.lates.all).toHaveLength(1)
  })
})

async function lateAsync(
  kind: (typeof serverKinds)[number],
  reject: { now?: () => void },
  errorOf: (req: Held['req']) => Error,
): Promise<{ scene: Scene; visitor: Late['visitor'] }> {
  const handler: Middleware = wrapHandler(async (req: Held['req'], res: Held['res']) => {
    if (req.url === '/next') return res.end('next')
    await new Promise<void>((resolve) => (reject.now = resolve))
    throw errorOf(req)
  })
  const scene = await open(kind, [requestTimeout(limitMs), handler])
  const visitor = await scene.visitor()
  expect(await visitor.ask()).toMatchObject({ status: 503 })
  await scene.records.nth(1)
  return { scene, visitor }
}

const senders: readonly [what: string, send: (res: Response, done: () => void) => unknown][] = [
  ['sendFile', (res, done) => res.sendFile(file, done)],
  ['sendFile without a callback', (res, done) => [res.sendFile(file), void turns(20).then(done)]],
  ['download', (res, done) => res.download(file, done)],
  ['download with a name', (res, done) => res.download(file, 'name.ts', done)],
  ['render', (res, done) => [res.render('page'), void turns(20).then(done)]],
  ['jsonp', (res, done) => [res.jsonp({ late: true }), done()]],
  ['format', (res, done) => [res.format({ default: () => res.send('late') }), done()]],
  ['attachment', (res, done) => [res.attachment('a.txt').send('late'), done()]],
  ['links and vary', (res, done) => [res.links({ next: '/b' }).vary('accept').end(), done()]],
  ['clearCookie', (res, done) => [res.clearCookie('a').location('/b').end(), done()]],
]

describe.each(expressKinds)('a late handler on %s', (kind) => {
  test.each(senders)('may call res.%s', async (_what, send) => {
    const uncaught = watchProcess()
    const sealed = await late(kind, ({ req }) => {
      const { app } = req as unknown as { app: Express }
      app.engine('late', (_path, _options, render) => render(null, 'late'))
      app.set('view engine', 'late').set('view', View)
    })
    await new Promise<void>((resolve) => send(sealed.res as Response, resolve))
    await sealed.scene.lates.nth(1)
    await unharmed(sealed)
    expect(uncaught).toEqual([])
    expect(sealed.scene.lates.all).toHaveLength(1)
  })
})

/** A view that needs no file. */
class View {
  readonly path = 'page'
  readonly name = 'page'
  render(_options: unknown, render: (error: null, html: string) => void): void {
    render(null, 'late')
  }
}
