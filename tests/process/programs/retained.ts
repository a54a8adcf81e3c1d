// Serves requests of many kinds, and prints how many of their objects outlive a garbage collection.
import express, { type Request, type Response } from 'express'
import http from 'node:http'
import type { Socket } from 'node:net'
import { once } from 'node:events'
import {
  abortDetection,
  abortSignal,
  errorHandler,
  exchangeOf,
  requestTimeout,
  type Observer,
} from '../../../src/index.js'
import { find } from '../../../src/exchange/index.js'
import { setTimeout as pause } from 'node:timers/promises'
import { serve, type Served } from './served.js'
import { Told } from './told.js'

const COUNT = 20

interface Kind {
  readonly outcome: 'completed' | 'client-disconnected' | 'timed-out'
  readonly kept: boolean
  readonly asked: boolean
}

/** Weak references to what one kind of request has made, by what it is. */
class Remains {
  private readonly refs: { readonly what: string; readonly ref: WeakRef<object> }[] = []

  add(req: Request, res: Response): void {
    // Not exchangeOf, which notes that somebody has asked.
    const exchange = find(req)
    if (exchange === null) throw new Error('no exchange')
    for (const [what, thing] of Object.entries({ req, res, exchange })) {
      this.refs.push({ what, ref: new WeakRef(thing) })
    }
  }

  get made(): number {
    return this.refs.length
  }

  /** What is left when the collector has had its chances. */
  async left(): Promise<Record<string, number>> {
    for (let i = 0; i < 100 && this.refs.some(({ ref }) => ref.deref() !== undefined); i++) {
      await pause(10)
      globalThis.gc?.()
    }
    const left: Record<string, number> = {}
    for (const { what, ref } of this.refs) {
      if (ref.deref() !== undefined) left[what] = (left[what] ?? 0) + 1
    }
    return left
  }
}

let remains = new Remains()
const told = new Told()
/** Keeps no errors: one whose stack nobody has read yet holds on to all that is on it. */
const observer: Observer = {
  settled: (record) => {
    told.settled(record)
  },
}

function application(): express.Express {
  const app = express()
  app.use(abortDetection({ observers: [observer] }), requestTimeout(60_000))
  app.use((req, res, next) => {
    remains.add(req, res)
    if (req.headers['x-asked'] === undefined) return next()
    abortSignal(req).addEventListener('abort', () => res.end())
    exchangeOf(res).onSettled(() => void req.url)
    next()
  })
  app.get('/completed', (_req, res) => void res.send('hello'))
  app.get('/timed-out', requestTimeout(5), () => undefined)
  app.get('/client-disconnected', () => undefined)
  app.use(errorHandler())
  return app
}

async function ask(served: Served, agent: http.Agent, { outcome, asked }: Kind): Promise<void> {
  const request = http.get({
    port: served.port,
    path: `/${outcome}`,
    agent,
    headers: asked ? { 'x-asked': 'yes' } : {},
  })
  request.on('error', () => undefined)
  const before = told.records.length
  if (outcome === 'client-disconnected') {
    await once(served.server, 'request')
    request.destroy()
  } else {
    const [response] = (await once(request, 'response')) as [http.IncomingMessage]
    await once(response.resume(), 'close')
  }
  await told.settledAll(before + 1)
}

/** Runs apart from the measuring, so that no variable of it is still alive then. */
async function askAll(kind: Kind): Promise<Served> {
  const served = await serve(application())
  const agent = new http.Agent({ keepAlive: kind.kept, maxSockets: 1 })
  const first: Kind = { ...kind, outcome: 'completed' }
  for (let i = 0; i < COUNT; i++) {
    if (kind.kept && kind.outcome === 'client-disconnected') await ask(served, agent, first)
    await ask(served, agent, kind)
  }
  return served
}

async function measure(kind: Kind): Promise<unknown> {
  remains = new Remains()
  const served = await askAll(kind)
  // The kept connection is open still: that must not matter.
  const left = await remains.left()
  const { made } = remains
  await served.close()
  return { made, left }
}

/** The listeners on a kept socket after so many requests. */
async function listeners(): Promise<unknown> {
  const counts: string[] = []
  const app = express()
  const count = ({ socket }: { socket: Socket }): void => {
    counts.push(
      socket
        .eventNames()
        .map((name) => `${String(name)} ${socket.listenerCount(name)}`)
        .sort()
        .join(),
    )
  }
  app.use(abortDetection({ observers: [observer] }), requestTimeout(60_000), (req, _res, next) => {
    count(req)
    next()
  })
  app.get('/completed', (_req, res) => void res.send('hello'))
  app.get('/timed-out', requestTimeout(5), () => undefined)
  app.use(errorHandler())
  const served = await serve(app)
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  for (let i = 0; i < COUNT; i++) {
    await ask(served, agent, { outcome: 'completed', kept: true, asked: false })
    await ask(served, agent, { outcome: 'timed-out', kept: true, asked: true })
  }
  await ask(served, agent, { outcome: 'completed', kept: true, asked: false })
  await served.close()
  return [...new Set(counts.slice(1))]
}

async function main(): Promise<void> {
  const kinds = (['completed', 'client-disconnected', 'timed-out'] as const).flatMap((outcome) =>
    [true, false].flatMap((kept) => [true, false].map((asked) => ({ outcome, kept, asked }))),
  )
  const results: Record<string, unknown> = {}
  for (const kind of kinds) {
    const { outcome, kept, asked } = kind
    results[`${outcome}, ${kept ? 'kept' : 'fresh'}, ${asked ? 'asked for' : 'not asked for'}`] =
      await measure(kind)
  }
  console.log(JSON.stringify({ results, listeners: await listeners() }))
}

void main()
