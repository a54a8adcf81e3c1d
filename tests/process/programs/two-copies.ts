// Loads the package twice into one process, and prints what each copy knows of the other's doings.
import express, { type Request, type Response } from 'express'
import { subscribe } from 'node:diagnostics_channel'
import type * as Package from '../../../src/index.js'
import { deferred } from '../../harness/deferred.js'
import { serve } from './served.js'
import { Told } from './told.js'

type Copy = typeof Package

function load(): Copy {
  for (const file of Object.keys(require.cache)) {
    if (/[\\/]src[\\/]/.test(file)) Reflect.deleteProperty(require.cache, file)
  }
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import is cached
  return require('../../../src/index.js') as Copy
}

const a = load()
const b = load()

let published = 0
subscribe('express-hangup:exchange:settled', () => void published++)

async function once(
  build: (app: express.Express, told: { a: Told; b: Told }, held: (req: Request) => void) => void,
  leaves: boolean,
): Promise<unknown> {
  const told = { a: new Told(), b: new Told() }
  const held = deferred<Request>()
  const before = published
  const app = express()
  build(app, told, held.resolve)
  app.use((_error: unknown, _req: Request, res: Response, _next: () => void) => {
    res.status(500).send('broken')
  })
  const served = await serve(app)
  let answer: unknown = null
  if (leaves) {
    const client = served.start()
    await held.promise
    client.leave()
  } else {
    answer = await served.get()
  }
  await told.a.settledAll(1)
  const req = await held.promise
  await served.close()
  const { reason } = a.abortSignal(req) as { reason: unknown }
  return {
    answer,
    published: published - before,
    records: { a: told.a.records, b: told.b.records },
    sameRecord: told.a.records[0] === told.b.records[0],
    errors: { a: told.a.errors.length, b: told.b.errors.length },
    sameExchange: a.exchangeOf(req) === b.exchangeOf(req),
    reason: {
      client: [a, b].map((copy) => copy.isClientDisconnectedError(reason)),
      timeout: [a, b].map((copy) => copy.isRequestTimeoutError(reason)),
      server: [a, b].map((copy) => copy.isServerClosedError(reason)),
      ofClassA:
        reason instanceof a.ClientDisconnectedError || reason instanceof a.RequestTimeoutError,
      ofClassB:
        reason instanceof b.ClientDisconnectedError || reason instanceof b.RequestTimeoutError,
    },
  }
}

type Build = Parameters<typeof once>[0]

const detectedTwice: Build = (app, told, held) => {
  app.use(a.abortDetection({ observers: [told.a] }), b.abortDetection({ observers: [told.b] }))
  app.use((req, res) => {
    held(req)
    res.send('hello')
  })
}

/** The exchange and its signal are of copy A, the error handler is of copy B. */
const handledByOther: Build = (app, told, held) => {
  app.use(a.abortDetection({ observers: [told.a] }))
  app.use((req, _res, next) => {
    const signal = a.abortSignal(req)
    signal.addEventListener('abort', () => next(signal.reason))
    held(req)
  })
  app.use(b.errorHandler({ observers: [told.b] }))
}

/** The limit is of copy B, the error handler of copy A. */
const timedOutByOther: Build = (app, told, held) => {
  app.use(a.abortDetection({ observers: [told.a] }), b.requestTimeout(20))
  app.use((req, res) => {
    held(req)
    b.abortSignal(req).addEventListener('abort', () => setImmediate(() => res.send('late')))
  })
  app.use(a.errorHandler())
}

/** A copy that only handles errors finds the exchange of the other. */
const realErrorOfOther: Build = (app, told, held) => {
  app.use(a.abortDetection({ observers: [told.a] }))
  app.use((req) => {
    held(req)
    throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
  })
  app.use(b.errorHandler({ observers: [told.b] }))
}

/** Both handle errors, and the policy of one is mounted by the other. */
const bothHandle: Build = (app, told, held) => {
  app.use(a.abortDetection(), a.requestTimeout(b.definePolicy({ totalMs: 20_000 })))
  app.use((req) => {
    held(req)
    throw new Error('no such table')
  })
  app.use(a.errorHandler({ observers: [told.a] }), b.errorHandler({ observers: [told.b] }))
}

async function main(): Promise<void> {
  console.log(
    JSON.stringify({
      copies: a === b ? 1 : 2,
      detectedTwice: await once(detectedTwice, false),
      handledByOther: await once(handledByOther, true),
      timedOutByOther: await once(timedOutByOther, false),
      bothHandle: await once(bothHandle, false),
      realErrorOfOther: await once(realErrorOfOther, false),
    }),
  )
}

void main()
