import winston from 'winston'
import type { Observer } from '../../../src/index.js'
import {
  winstonObserver,
  type WinstonObserverOptions,
} from '../../../src/observers/winston/index.js'
import { Lines } from './lines.js'

export interface Logging {
  readonly lines: Lines
  readonly logger: winston.Logger
}

/** A winston logger that writes JSON, down to `debug`. */
export function logging(options: winston.LoggerOptions = {}): Logging {
  const lines = new Lines()
  const transports = [new winston.transports.Stream({ stream: lines })]
  const format = winston.format.json()
  const logger = winston.createLogger({ level: 'debug', format, transports, ...options })
  return { lines, logger }
}

type Methods = Required<Pick<Observer, 'settled' | 'late' | 'connection'>> & Pick<Observer, 'error'>

export function observerOf(logger: winston.Logger, options?: WinstonObserverOptions): Methods {
  return winstonObserver(logger, options) as Methods
}
