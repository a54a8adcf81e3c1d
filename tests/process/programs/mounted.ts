// Mounts the parts twice, in the wrong place, and by hand. Prints what became of it.
import express, { type NextFunction, type Request, type Response } from 'express'
import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  abortDetection,
  errorHandler,
  exchangeOf,
  requestTimeout,
  type NextFunction as Next,
} from '../../../src/index.js'
import { serve } from './served.js'
import { Told } from './told.js'

const warnings: string[] = []
process.on('warning', (warning) => warnings.push((warning as { code?: string }).code ?? 'none'))

const broken = (_error: unknown, _req: Request, res: Response, _next: NextFunction): void => {
  res.status(500).send('broken')
}
const fail = (): never => {
  throw new Error('real')
}
const noNext = undefined as unknown as Next

/** Twice on the application and once more on a route, with an observer for each. */
async function detectedThrice(): Promise<unknown> {
  const [first, second, third] = [new Told(), new Told(), new Told()]
  const app = express()
  app.use(abortDetection({ observers: [first] }))
  app.use(abortDetection({ observers: [first, second] }))
  const seen: unknown[] = []
  app.get('/', abortDetection({ observers: [third] }), (req, res) => {
    seen.push(exchangeOf(req), exchangeOf(res))
    res.send('hello')
  })
  const served = await serve(app)
  const answer = await served.get()
  await third.settledAll(1)
  await served.close()
  return {
    answer,
    same: seen[0] === seen[1],
    told: [first, second, third].map(({ records }) => records.map(({ id }) => id)),
  }
}

/** Behind a body parser, for two requests and with two of them. */
async function afterBody(): Promise<unknown> {
  const told = new Told()
  const app = express()
  app.use(express.json(), abortDetection({ observers: [told] }), abortDetection())
  app.post('/', (req, res) => void res.json(req.body))
  const served = await serve(app)
  const answers = []
  for (let i = 0; i < 2; i++) answers.push(await served.get('/', { method: 'POST', body: '{}' }))
  await told.settledAll(2)
  await served.close()
  return { answers, outcomes: told.records.map(({ outcome }) => outcome) }
}

async function handledTwice(): Promise<unknown> {
  const [first, second] = [new Told(), new Told()]
  const app = express()
  app.use(abortDetection({ observers: [first] }), fail)
  app.use(errorHandler({ observers: [second] }), errorHandler({ observers: [second] }), broken)
  const served = await serve(app)
  const answer = await served.get()
  await first.settledAll(1)
  await served.close()
  return { answer, errors: [first, second].map(({ errors }) => errors.length) }
}

/** What somebody writes without a framework, who has nothing to call next. */
async function withoutNext(): Promise<unknown> {
  const told = new Told()
  const detect = abortDetection({ observers: [told] })
  const limit = requestTimeout(20)
  const unlimited = requestTimeout.disabled()
  const errors = errorHandler()
  const logged: unknown[] = []
  console.error = (error: unknown) => void logged.push(error)
  const served = await serve((req: IncomingMessage, res: ServerResponse) => {
    detect(req, res, noNext)
    if (req.url === '/slow') {
      limit(req, res, noNext)
    } else if (req.url === '/fails') {
      unlimited(req, res, noNext)
      errors(new Error('real'), req, res, noNext)
    } else res.end('hello')
  })
  const answers = []
  for (const path of ['/', '/slow', '/fails']) answers.push((await served.get(path)).status)
  await told.settledAll(3)
  await served.close()
  const outcomes = told.records.map(({ outcome }) => outcome)
  return { answers, outcomes, logged: logged.map((error) => (error as Error).message) }
}

async function main(): Promise<void> {
  const results = {
    detectedThrice: await detectedThrice(),
    afterBody: await afterBody(),
    handledTwice: await handledTwice(),
    withoutNext: await withoutNext(),
  }
  console.log(JSON.stringify({ ...results, warnings }))
}

void main()
