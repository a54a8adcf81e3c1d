import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import timeout from 'connect-timeout'
import express from 'express'
import express4 from 'express4'
import winston from 'winston'
import { abortDetection, errorHandler, requestTimeout, type Observer } from '../../src/index.js'
import { prometheusObserver } from '../../src/observers/prometheus/index.js'
import { winstonObserver } from '../../src/observers/winston/index.js'
import { discard, lineOf } from './discard.js'

export const frameworks = { express5: express, express4 } as const
export type Framework = keyof typeof frameworks

/** What the benched applications differ in: what stands before their routes, and behind them. */
interface Variant {
  readonly name: string
  readonly what: string
  readonly before: (app: express.Express) => void
  readonly after: (app: express.Express) => void
  /** The variant it is held against as well, beside bare Express. */
  readonly over?: string
}

const LIMIT_MS = 30_000
const agent = new http.Agent({ keepAlive: true })
const nothing = (): void => undefined

/** An observer that does as little as one can, so that what is measured is the record. */
const counting = (): Observer => {
  let count = 0
  return { settled: () => void count++ }
}

const layers = (observers: readonly Observer[]): Pick<Variant, 'before' | 'after'> => ({
  before: (app) => app.use(abortDetection({ observers }), requestTimeout(LIMIT_MS)),
  after: (app) => app.use(errorHandler()),
})

type Next = (error?: unknown) => void
const passOn = (_req: unknown, _res: unknown, next: Next): void => next()

export const variants: readonly Variant[] = [
  { name: 'bare', what: 'Express alone', before: nothing, after: nothing },
  {
    name: 'empty layers',
    what: 'as many middlewares as ours, which do nothing: what Express takes to call them',
    before: (app) => app.use(passOn, (_req: unknown, _res: unknown, next: Next) => next()),
    after: nothing,
  },
  {
    name: 'watching',
    what: 'outgoing connections watched, as each factory begins to, and nothing mounted',
    before: () => void abortDetection(),
    after: nothing,
  },
  {
    name: 'connect-timeout',
    what: 'connect-timeout alone',
    before: (app) => app.use(timeout(LIMIT_MS)),
    after: nothing,
  },
  {
    name: 'hand-written',
    what: 'connect-timeout, an AbortController and a filter by code',
    before: (app) => {
      app.use(timeout(LIMIT_MS))
      app.use((req: IncomingMessage, res: ServerResponse, next: Next) => {
        const controller = new AbortController()
        ;(req as IncomingMessage & { abortSignal?: AbortSignal }).abortSignal = controller.signal
        res.on('close', () => {
          if (!res.writableFinished) controller.abort()
        })
        next()
      })
    },
    after: (app) => {
      const codes = new Set(['EPIPE', 'ECONNRESET', 'ECONNABORTED'])
      app.use((error: unknown, _req: IncomingMessage, _res: ServerResponse, next: Next) => {
        if (!codes.has(String((error as { code?: unknown }).code))) next(error)
      })
    },
  },
  {
    name: 'detection',
    what: 'abortDetection alone',
    before: (app) => app.use(abortDetection()),
    after: nothing,
  },
  { name: 'all layers', what: 'all three layers, nobody told', ...layers([]) },
  {
    name: 'observed',
    what: 'all three layers, an observer that counts',
    over: 'all layers',
    ...layers([counting()]),
  },
  {
    name: 'winston line',
    what: 'winston alone, writing a line of the same length for each request',
    before: (app) => {
      const logger = winstonLogger()
      app.use((_req: IncomingMessage, res: ServerResponse, next: Next) => {
        const began = performance.now()
        res.on('finish', () => logger.log(lineOf(performance.now() - began)))
        next()
      })
    },
    after: nothing,
  },
  {
    name: 'winston observer',
    what: 'all three layers, winstonObserver writing each completed request',
    over: 'winston line',
    ...layers([winstonObserver(winstonLogger())]),
  },
  {
    name: 'prometheus observer',
    what: 'all three layers, prometheusObserver counting each request',
    over: 'all layers',
    // Made for its own application only: it has what is in flight counted in the whole process.
    before: (app) => layers([prometheusObserver()]).before(app),
    after: layers([]).after,
  },
]

function winstonLogger(): winston.Logger {
  return winston.createLogger({
    level: 'debug',
    format: winston.format.json(),
    transports: [new winston.transports.Stream({ stream: discard() })],
  })
}

/**
 * The application of a variant: `GET /` answers hello, `POST /` parses a JSON body, `GET /upstream`
 * passes on what another server says.
 */
export function appOf(name: string, framework: Framework, upstreamPort: number): express.Express {
  const variant = variants.find((each) => each.name === name)
  if (variant === undefined) throw new Error(`no variant '${name}'`)
  // The two versions are alike in all that is used here.
  const make = frameworks[framework] as typeof express
  const app = make()
  variant.before(app)
  app.get('/', (_req, res) => void res.json({ hello: 'world' }))
  app.get('/upstream', (_req, res) => {
    http.get({ port: upstreamPort, agent }, (upstream) => {
      res.setHeader('Content-Length', upstream.headers['content-length'] ?? 0)
      upstream.pipe(res)
    })
  })
  app.post(
    '/',
    make.json(),
    (req, res) => void res.json({ fields: Object.keys(req.body as object).length }),
  )
  variant.after(app)
  return app
}
