import express, { type Express, type Request, type RequestHandler } from 'express'
import type { Handler } from './measure/handler-meter.js'
import type { Database } from './database.js'
import { ownErrorHandler } from './own-error-handler.js'
import { catalogue } from './routes/catalogue.js'
import { download } from './routes/download.js'
import { events } from './routes/events.js'
import { exportRows } from './routes/export.js'
import { film } from './routes/film.js'
import { order } from './routes/order.js'
import { report } from './routes/report.js'
import { keepPhoto, readPhoto, takeImport, upload } from './routes/upload.js'
import type { Services } from './services.js'

/** What the application stands on. */
export interface Shop {
  readonly services: Services
  readonly database: Database
  /** Where its files lie. */
  readonly folder: string
}

/** What the package adds; see with-hangup.ts. */
export interface Guard {
  beforeRoutes(app: Express): void
  afterRoutes(app: Express): void
  readonly signalOf: SignalOf
}

/** A handler that can cancel its work asks for the signal. Without the package there is none. */
export type SignalOf = (req: Request) => AbortSignal | undefined

/** The one application of all four cells. `guard` is the only difference between them. */
export function createApp(
  shop: Shop,
  metered: (handler: Handler) => RequestHandler,
  guard?: Guard,
): Express {
  const signalOf: SignalOf = guard?.signalOf ?? (() => undefined)
  const json = express.json({ limit: '20mb' })
  const app = express()

  guard?.beforeRoutes(app)

  app.get(
    '/products',
    metered((_req, res) => res.json([{ name: 'Lamp' }, { name: 'Chair' }])),
  )
  app.get('/reports/:pages', metered(report(shop, signalOf)))
  app.get('/files/price-list', metered(download(shop)))
  app.get('/film', metered(film(shop, signalOf)))
  app.get('/export/:parts', metered(exportRows(signalOf)))
  app.put('/uploads/:name', metered(upload(shop, signalOf)))
  app.post('/photos', readPhoto, metered(keepPhoto))
  app.post('/imports', json, metered(takeImport))
  app.get('/imports/:id/events', metered(events(shop, signalOf)))
  app.get('/suppliers/:number/catalogue', metered(catalogue(shop)))
  app.post('/orders', json, metered(order(shop)))

  guard?.afterRoutes(app)
  app.use(ownErrorHandler)
  return app
}
