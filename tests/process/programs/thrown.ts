// Handlers that throw what is no error. Prints how each request ended, and what was told.
import connect from 'connect'
import express from 'express'
import express4 from 'express4'
import { once } from 'node:events'
import { abortDetection, abortSignal, errorHandler, wrapHandler } from '../../../src/index.js'
import type { App, ErrorMiddleware, Middleware } from '../../harness/http-shapes.js'
import { plainApp } from '../../harness/plain-app.js'
import { serve, type Served } from './served.js'
import { Told } from './told.js'

const frozen = Object.freeze(Object.assign(new Error('frozen'), { code: 'EPIPE' }))
const hostile = new Proxy(
  {},
  {
    get: () => {
      throw new Error('a getter that throws')
    },
  },
)
const thrown: Readonly<Record<string, unknown>> = {
  null: null,
  undefined: undefined,
  text: 'oops',
  number: 7,
  frozen,
  hostile,
}

const broken: ErrorMiddleware = (_error, _req, res, _next) => {
  res.statusCode = 500
  res.end('broken')
}
const missing: Middleware = (_req, res) => {
  res.statusCode = 404
  res.end('missing')
}

const frameworks = {
  express5: () => express() as unknown as App,
  express4: () => express4() as unknown as App,
  connect: () => connect() as unknown as App,
  http: () => plainApp(),
} as const

async function play(makeApp: () => App, handler: Middleware, leaves = false): Promise<unknown> {
  const told = new Told()
  const app = makeApp()
  for (const layer of [abortDetection({ observers: [told] }), handler, missing]) app.use(layer)
  for (const layer of [errorHandler(), broken]) app.use(layer)
  const served = await serve('listener' in app ? app.listener : app)
  const answer = leaves ? await leave(served) : await served.get()
  await told.settledAll(1)
  await served.close()
  return {
    answer,
    outcomes: told.records.map(({ outcome }) => outcome),
    told: told.errors.map((error) => nameOf(error)),
    rules: told.rules,
  }
}

function nameOf(error: unknown): string {
  const name = Object.keys(thrown).find((each) => thrown[each] === error)
  return name ?? (error as { code: string }).code
}

/** A client that leaves while its handler waits for that. */
async function leave(served: Served): Promise<null> {
  const client = served.start()
  await once(served.server, 'request')
  client.leave()
  return null
}

/** Each way in which a handler may come to throw. */
function handlersOf(value: unknown): Readonly<Record<string, Middleware>> {
  return {
    throws: () => {
      throw value
    },
    next: (_req, _res, next) => next(value),
    rejects: wrapHandler(async () => {
      throw value
    }),
  }
}

async function main(): Promise<void> {
  const results: Record<string, unknown> = {}
  for (const [framework, makeApp] of Object.entries(frameworks)) {
    for (const [name, value] of Object.entries(thrown)) {
      for (const [way, handler] of Object.entries(handlersOf(value))) {
        results[`${framework} ${way} ${name}`] = await play(makeApp, handler)
      }
      const late: Middleware = (req, _res, next) =>
        abortSignal(req).addEventListener('abort', () => next(value))
      results[`${framework} late ${name}`] = await play(makeApp, late, true)
    }
  }
  console.log(JSON.stringify(results))
}

void main()
