import type { Express, Request, RequestHandler, Response } from 'express'
import { abortSignal, hangup, type Observer, type RequestTimeoutOptions } from '../../src/index.js'
import type { Ledger } from './ledger.js'

/** The application with the package, or without. */
export interface Flavour {
  before(app: Express): void
  after(app: Express): void
  /** A limit for one route. */
  limit(limits: Readonly<RequestTimeoutOptions>): RequestHandler
  /** Aborts when the work for a request is no longer wanted. */
  signal(req: Request, res: Response): AbortSignal
}

export type FlavourName = 'bare' | 'hangup'

/** The limit of all routes that have none of their own. */
export const LIMIT_MS = 2_000

export const flavours: Readonly<Record<FlavourName, (ledger: Ledger) => Flavour>> = {
  bare: () => ({
    before: () => undefined,
    after: () => undefined,
    limit: () => (_req, _res, next) => next(),
    signal: (_req, res) => {
      const controller = new AbortController()
      res.once('close', () => {
        if (!res.writableFinished) controller.abort()
      })
      return controller.signal
    },
  }),
  hangup: (ledger) => {
    const observer: Observer = {
      settled: (record) => ledger.settled(record),
      error: (error, attribution) => ledger.error(error, attribution),
      late: () => ledger.lateWork(),
    }
    const { detect, timeout, errors } = hangup({ observers: [observer] })
    return {
      before: (app) => app.use(detect, timeout(LIMIT_MS)),
      after: (app) => app.use(errors),
      limit: (limits) => timeout(limits),
      signal: abortSignal,
    }
  },
}
