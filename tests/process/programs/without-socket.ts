// Plays requests without a real socket, and prints what became of each.
import connect from 'connect'
import express from 'express'
import express4 from 'express4'
import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  abortDetection,
  abortSignal,
  errorHandler,
  exchangeOf,
  requestTimeout,
} from '../../../src/index.js'
import { deferred, within } from '../../harness/deferred.js'
import type { App, ErrorMiddleware, Middleware } from '../../harness/http-shapes.js'
import { turns } from '../../harness/turns.js'
import { adapters, type Adapter } from './adapters.js'
import { Told } from './told.js'

const frameworks = { express5: express, express4, connect } as const

/** An application around some layers, and all that its observer is told. */
class Stage extends Told {
  readonly app: unknown

  constructor(makeApp: () => unknown, layers: readonly Middleware[]) {
    super()
    const app = makeApp() as App
    const detect = abortDetection({ observers: [this] })
    for (const layer of [detect, ...layers, errorHandler(), answer500]) app.use(layer)
    this.app = app
  }
}

const answer500: ErrorMiddleware = (_error, _req, res, _next) => {
  res.statusCode = 500
  res.end('broken')
}

/** A handler that hands its request over, and does nothing else. */
function holding() {
  const held = deferred<{ req: IncomingMessage; res: ServerResponse }>()
  const layer: Middleware = (req, res) => held.resolve({ req, res })
  return { held: held.promise, layer }
}

type Scenario = (ask: Adapter, makeApp: () => unknown) => Promise<unknown>

const completes: Scenario = async (ask, makeApp) => {
  const { held, layer } = holding()
  const stage = new Stage(makeApp, [requestTimeout(10_000), layer])
  const replying = ask(stage.app)
  const { req, res } = await held
  const { phase, signal } = exchangeOf(req)
  res.end('hello')
  const reply = await replying
  await stage.settledAll(1)
  const { outcome } = exchangeOf(req)
  return { reply, phase, outcome, aborted: signal.aborted, records: stage.records }
}

const parses: Scenario = async (ask, makeApp) => {
  const phases: string[] = []
  const note: Middleware = (req, _res, next) => {
    phases.push(exchangeOf(req).phase)
    next()
  }
  const parse = express.json() as unknown as Middleware
  const echo: Middleware = (req, res) =>
    res.end(JSON.stringify((req as unknown as { body: unknown }).body))
  const stage = new Stage(makeApp, [note, parse, note, echo])
  const reply = await ask(stage.app, { method: 'POST', body: '{"a":1}' })
  await stage.settledAll(1)
  return { reply, phases, records: stage.records }
}

const timesOut: Scenario = async (ask, makeApp) => {
  const { held, layer } = holding()
  const stage = new Stage(makeApp, [requestTimeout(20), layer])
  const replying = ask(stage.app)
  const { req, res } = await held
  const { signal } = exchangeOf(req)
  const reply = await replying
  await stage.settledAll(1)
  res.end('late')
  await turns(2)
  const { name, code } = signal.reason as { name: string; code: string }
  const told = stage.errors.map((error) => error === signal.reason)
  const lates = stage.lates.map(({ what }) => what)
  return { reply, reason: { name, code }, told, lates, records: stage.records }
}

const fails: Scenario = async (ask, makeApp) => {
  const error = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
  const stage = new Stage(makeApp, [(_req, _res, next) => next(error)])
  const reply = await ask(stage.app)
  await stage.settledAll(1)
  return { reply, told: stage.errors.map((each) => each === error), records: stage.records }
}

const isDestroyed: Scenario = async (ask, makeApp) => {
  const { held, layer } = holding()
  const stage = new Stage(makeApp, [layer])
  // The adapter may not learn of it, and wait on.
  ask(stage.app).catch(() => undefined)
  const { req, res } = await held
  const signal = abortSignal(req)
  req.destroy()
  res.destroy()
  await stage.settledAll(1)
  return { code: (signal.reason as { code: string }).code, records: stage.records }
}

const isCut: Scenario = async (ask, makeApp) => {
  const begin: Middleware = (_req, res) => res.write('beginning')
  const stage = new Stage(makeApp, [requestTimeout({ totalMs: 20 }), begin])
  ask(stage.app).catch(() => undefined)
  await stage.settledAll(1)
  return { records: stage.records, told: stage.errors.length }
}

const scenarios = { completes, parses, timesOut, fails, isDestroyed, isCut } as const

/** One adapter for each process: light-my-request gives the prototypes of Express another parent. */
async function main(adapter: keyof typeof adapters): Promise<void> {
  const results: Record<string, unknown> = {}
  for (const [framework, makeApp] of Object.entries(frameworks)) {
    for (const [scenario, play] of Object.entries(scenarios)) {
      // Its timer also keeps this process alive, as a server would: those of the package do not.
      const playing = within(5_000, `no end of ${scenario}`, play(adapters[adapter], makeApp))
      results[`${framework} ${scenario}`] = await playing.catch(String)
    }
  }
  console.log(JSON.stringify(results))
}

void main(process.argv[2] as keyof typeof adapters)
