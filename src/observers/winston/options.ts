import type { Logger } from 'winston'
import {
  checkBoolean,
  checkDuration,
  checkFunction,
  checkOptions,
  HangupError,
} from '../../errors/index.js'
import type { ExchangeRecord } from '../../types/index.js'
import { levelsOf, type Level, type Levels, type LevelTable } from './levels.js'
import type { RateLimit } from './storm.js'

/** Options of {@link winstonObserver}. */
export interface WinstonObserverOptions {
  /**
   * Whether errors that are not the client's are logged, with their stack. Turn it off where the
   * application's own error handler logs them.
   * @default true
   */
  readonly errors?: boolean
  /**
   * The level of each kind of line, each a level of the logger's, or `false` for none. Those of
   * `disconnect`, `timeout`, `closed` and `failed` may be given for each phase:
   * `{ disconnect: { flushing: 'debug' } }`. `'warn'` is `'warning'` for a logger that knows that.
   * @default { disconnect: 'info', timeout: 'warn', closed: 'warn', failed: 'warn', completed: 'debug',
   *   slow: 'warn', storm: 'warn', error: 'error', late: 'debug', connection: 'debug' }
   */
  readonly levels?: Readonly<Partial<Levels>>
  /**
   * The level of one record, or `false` for no line; where it returns undefined, `levels` decides.
   * @default () => undefined
   */
  readonly levelOf?: (record: ExchangeRecord) => Level | undefined
  /**
   * The share of completed exchanges that are logged, from 0 to 1. Each line has it as `sampleRate`.
   * @default 1
   */
  readonly sampleRate?: number
  /**
   * An exchange that completed and took so many milliseconds or longer is logged at `levels.slow`,
   * whatever the `sampleRate`. A stream or a download takes long, too.
   * @default none
   */
  readonly slowMs?: number
  /**
   * How many client disconnects have a line of their own in a window. At its end one line tells how
   * many more there were, and where. `false` for a line each.
   * @default { limit: 1000, windowMs: 10_000 }
   */
  readonly rateLimit?: Readonly<Partial<RateLimit>> | false
}

/** The options, checked, with their defaults. */
export interface Settings {
  readonly errors: boolean
  readonly levels: LevelTable
  readonly levelOf: ((record: ExchangeRecord) => Level | undefined) | undefined
  readonly sampleRate: number
  readonly slowMs: number
  readonly rateLimit: RateLimit | null
}

const keys = ['errors', 'levels', 'levelOf', 'sampleRate', 'slowMs', 'rateLimit']

export function settingsOf(logger: Logger, options: WinstonObserverOptions): Settings {
  checkOptions('winstonObserver', options, keys)
  const { errors = true, levels = {}, levelOf, sampleRate = 1, slowMs, rateLimit = {} } = options
  if (levelOf !== undefined) checkFunction('levelOf', levelOf)
  return {
    errors: checkBoolean('errors', errors),
    levels: levelsOf(logger, levels),
    levelOf,
    sampleRate: checkShare('sampleRate', sampleRate),
    slowMs: slowMs === undefined ? Infinity : checkDuration('slowMs', slowMs),
    rateLimit: rateLimit === false ? null : rateLimitOf(rateLimit),
  }
}

function rateLimitOf(given: Readonly<Partial<RateLimit>>): RateLimit {
  checkOptions('rateLimit of winstonObserver', given, ['limit', 'windowMs'])
  const { limit = 1000, windowMs = 10_000 } = given
  if (!Number.isInteger(limit) || limit < 0)
    refuse('rateLimit.limit', limit, 'a whole number of lines')
  return { limit, windowMs: checkDuration('rateLimit.windowMs', windowMs) }
}

function checkShare(what: string, value: unknown): number {
  if (typeof value === 'number' && value >= 0 && value <= 1) return value
  return refuse(what, value, 'a number from 0 to 1')
}

function refuse(what: string, value: unknown, allowed: string): never {
  const received = typeof value === 'number' ? String(value) : typeof value
  throw new HangupError('ERR_HANGUP_OPTION', `${what} must be ${allowed}; received ${received}`)
}
