// Observers and listeners that throw and reject. Prints what became of the requests, and of the others.
import express, { type NextFunction, type Request, type Response } from 'express'
import {
  abortDetection,
  abortSignal,
  errorHandler,
  exchangeOf,
  observerFailures,
  requestTimeout,
  type Observer,
} from '../../../src/index.js'
import { once } from 'node:events'
import { turns } from '../../harness/turns.js'
import { serve } from './served.js'
import { Told } from './told.js'

const warnings: string[] = []
process.on('warning', (warning) => warnings.push((warning as { code?: string }).code ?? 'none'))

const fail = (): never => {
  throw new Error('a mistake of the observer')
}
const reject = async (): Promise<never> => {
  await turns(1)
  return fail()
}

const throwing: Observer = { settled: fail, error: fail, late: fail }
// Not declared as an observer: a method that returns a promise is none, to who writes TypeScript.
const rejecting = { settled: reject, error: reject, late: reject }
const refusing = new Proxy<Observer>({}, { get: fail })
/** What it throws throws at whoever looks at it. */
const biting: Observer = {
  settled: throwBiting,
  error: throwBiting,
  late: throwBiting,
}
/** Promises that never settle. */
const hanging = { settled: hang, error: hang, late: hang }

function throwBiting(): never {
  throw new Proxy({}, { get: fail, has: fail, getPrototypeOf: fail })
}

function hang(): Promise<void> {
  return new Promise(() => undefined)
}

async function main(): Promise<void> {
  const told = new Told()
  const app = express()
  const observers = [throwing, rejecting, refusing, biting, hanging, told]
  app.use(abortDetection({ observers }), (req, _res, next) => {
    exchangeOf(req).onSettled(fail)
    next()
  })
  app.get('/completes', (_req, res) => void res.send('hello'))
  app.get('/fails', () => {
    throw new Error('real')
  })
  app.get('/times-out', requestTimeout(20), (req, res) => {
    abortSignal(req).addEventListener('abort', () => setImmediate(() => res.send('late')))
  })
  app.get('/left', () => undefined)
  app.use(errorHandler())
  app.use((_error: unknown, _req: Request, res: Response, _next: NextFunction) => {
    res.status(500).send('broken')
  })
  const served = await serve(app)
  const answers = []
  for (const path of ['/completes', '/fails', '/times-out']) answers.push(await served.get(path))
  const client = served.start('/left')
  await once(served.server, 'request')
  client.leave()
  await told.settledAll(4)
  await turns(5)
  await served.close()
  const outcomes = told.records.map(({ outcome }) => outcome)
  const statuses = answers.map(({ status }) => status)
  const { errors, lates } = told
  console.log(
    JSON.stringify({
      statuses,
      outcomes,
      errors: errors.length,
      lates: lates.length,
      warnings,
      failures: observers.map(observerFailures),
    }),
  )
}

void main()
