import { createLogger, format, transports } from 'winston'
import { abortDetection, abortSignal, errorHandler, requestTimeout } from '../src/index.js'
import { winstonObserver } from '../src/observers/winston/index.js'
import type { Guard } from './app.js'
import { REQUEST_TIMEOUT_MS, UPLOAD_TIMEOUT_MS } from './conditions.js'

const logger = createLogger({ format: format.json(), transports: [new transports.Console()] })

/** Everything that the package adds to the application. */
export const guard: Guard = {
  beforeRoutes(app) {
    // The application's own error handler logs real errors already.
    app.use(abortDetection({ observers: [winstonObserver(logger, { errors: false })] }))
    app.use(requestTimeout(REQUEST_TIMEOUT_MS))
    // An upload lasts as long as its user's line makes it.
    app.use(['/uploads', '/photos', '/imports'], requestTimeout(UPLOAD_TIMEOUT_MS))
  },
  // Handlers that can cancel their work ask for this signal.
  signalOf: abortSignal,
  afterRoutes(app) {
    app.use(errorHandler())
  },
}
