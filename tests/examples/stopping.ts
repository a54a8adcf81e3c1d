import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo } from 'node:net'
import { exchangeOf, requestTimeout } from '../../src/index.js'
import { cleanUp, Inbox, onCleanUp, open, patienceMs, type Scene } from '../contract/support.js'
import type { Call } from '../contract/visitor.js'
import { deferred, within } from '../harness/deferred.js'
import type { Middleware } from '../harness/http-shapes.js'
import { turns } from '../harness/turns.js'

export { cleanUp, Inbox, onCleanUp, open, patienceMs, type Scene }

/** Longer than any test: the limit of a test passes when the test says so. */
const farMs = 600_000

/** An example of the documentation under test, and how to see that its work is under way, and over. */
export interface Example {
  /** The handler, or the middleware before it and the handler. */
  readonly handler: Middleware | readonly Middleware[]
  readonly begun: Promise<unknown>
  readonly stopped: () => Promise<unknown>
  readonly call?: Call
}

interface Mounted {
  readonly scene: Scene
  /** The handler has returned, or rejected. */
  readonly over: Promise<void>
}

/** The example in an Express application, as its page says. */
async function mount({ handler }: Example): Promise<Mounted> {
  const over = deferred()
  const layers = [handler].flat()
  const last = layers.pop()
  const scene = await open('express5', [
    requestTimeout(farMs),
    ...layers,
    async (req, res, next) => {
      try {
        await last?.(req, res, next)
      } finally {
        over.resolve()
      }
    },
  ])
  return { scene, over: over.promise }
}

/** The client hangs up while the work is under way: it stops, and nothing reaches the application. */
export async function stopsWhenTheClientLeaves(example: Example): Promise<void> {
  const { scene, over } = await mount(example)
  const visitor = await scene.visitor()
  const visit = visitor.start(example.call)
  await soon('the work begins', example.begun)
  visit.leave()
  await soon('the work stops', example.stopped())
  await soon('the handler is over', over)
  expect(await scene.records.nth(1)).toMatchObject({ outcome: 'client-disconnected' })
  const { verdict } = await scene.told.nth(1)
  expect(verdict).toMatchObject({ origin: 'client', quiet: true })
  await nothingCameOut(scene)
}

/** The limit passes while the work is under way: 503, the work stops, and that is all. */
export async function stopsWhenTheLimitPasses(example: Example): Promise<void> {
  const { scene, over } = await mount(example)
  const visitor = await scene.visitor()
  const visit = visitor.start(example.call)
  await soon('the work begins', example.begun)
  passLimit(scene)
  const reply = await soon('the answer', visit.reply)
  expect(reply).toMatchObject({
    status: 503,
    headers: { 'retry-after': '1', 'content-type': 'application/problem+json' },
  })
  await theWorkStopped(scene, example, over)
}

/** The same where the answer has begun: it is cut, and the client sees that. */
export async function isCutWhenTheLimitPasses(example: Example): Promise<void> {
  const { scene, over } = await mount(example)
  const visitor = await scene.visitor()
  const visit = visitor.start(example.call)
  await soon('the work begins', example.begun)
  await soon('the header is out', untilResponding(scene))
  passLimit(scene)
  expect(await soon('the end of the answer', visit.reply)).toBeNull()
  await theWorkStopped(scene, example, over)
}

async function untilResponding(scene: Scene): Promise<void> {
  while (scene.requests[0] === undefined || exchangeOf(scene.requests[0]).phase !== 'responding') {
    await turns(1)
  }
}

async function theWorkStopped(scene: Scene, example: Example, over: Promise<void>): Promise<void> {
  await soon('the work stops', example.stopped())
  await soon('the handler is over', over)
  expect(await scene.records.nth(1)).toMatchObject({ outcome: 'timed-out' })
  await nothingCameOut(scene)
  expect(new Set(scene.told.all.map(({ verdict }) => verdict.origin))).toEqual(new Set(['timeout']))
}

function passLimit(scene: Scene): void {
  const req = scene.requests[0]
  if (req === undefined) throw new Error('no request')
  expect(exchangeOf(req).deadline.set(1)).toBe(true)
}

async function nothingCameOut(scene: Scene): Promise<void> {
  await turns(5)
  expect(scene.downstream.all).toEqual([])
}

/** A real error of the work, while the client waits: it reaches the application's own handler. */
export async function errorOf(handler: Middleware, provoke?: () => unknown): Promise<unknown> {
  const scene = await open('express5', [requestTimeout(farMs), handler])
  const visitor = await scene.visitor()
  const { reply } = visitor.start()
  provoke?.()
  const error = await scene.downstream.nth(1)
  await soon('the answer', reply)
  const { verdict } = await scene.told.nth(1)
  expect(verdict.origin).toBe('application')
  return error
}

export async function soon<T>(what: string, promise: Promise<T>): Promise<T> {
  return within(patienceMs, `not seen: ${what}`, promise)
}

/** A server that is called, and what it sees of each call. */
export class Upstream {
  readonly calls = new Inbox<{ req: IncomingMessage; res: ServerResponse }>('call')
  readonly closed = new Inbox<IncomingMessage>('end of a call')
  readonly #server: Server

  private constructor(answer: (req: IncomingMessage, res: ServerResponse) => void) {
    this.#server = createServer((req, res) => {
      res.on('close', () => {
        // A connection that ends before the whole answer is what the caller's abort looks like.
        if (!res.writableFinished) this.closed.push(req)
      })
      answer(req, res)
      this.calls.push({ req, res })
    })
  }

  static async start(
    answer: (req: IncomingMessage, res: ServerResponse) => void = () => undefined,
  ): Promise<Upstream> {
    const upstream = new Upstream(answer)
    upstream.#server.listen(0, '127.0.0.1')
    await once(upstream.#server, 'listening')
    onCleanUp(async () => {
      upstream.#server.closeAllConnections()
      upstream.#server.close()
      await once(upstream.#server, 'close')
    })
    return upstream
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}/`
  }
}
