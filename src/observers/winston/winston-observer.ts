import type { Logger } from 'winston'
import { checkOneOf, checkOptions, HangupError } from '../../errors/index.js'
import type { Attribution, ErrorContext, ExchangeRecord, Observer } from '../../types/index.js'
import { messageOf, oneLine } from './message.js'
import { serializeError } from './serialize-error.js'

/** Options of {@link winstonObserver}. */
export interface WinstonObserverOptions {
  /**
   * Whether errors that are not the client's are logged, with their stack. Turn it off where the
   * application's own error handler logs them.
   * @default true
   */
  readonly errors?: boolean
  /**
   * The level of each kind of line, each a level of the logger's.
   * @default { disconnect: 'info', timeout: 'warn', closed: 'warn', error: 'error', completed: 'debug' }
   */
  readonly levels?: Partial<Levels>
}

/** The kinds of lines. */
export interface Levels {
  readonly disconnect: string
  readonly timeout: string
  readonly closed: string
  readonly error: string
  readonly completed: string
}

const defaultLevels: Levels = {
  disconnect: 'info',
  timeout: 'warn',
  closed: 'warn',
  error: 'error',
  completed: 'debug',
}

/**
 * Logs through winston: one line for each client that hung up, at `info`; for each timeout and each
 * exchange that the server cut, at `warn`; for each error that is not proven to be the client's, at
 * `error` with its stack; completed exchanges at `debug`. The record stands under the key
 * `exchange`, an error under `error`, so that one query finds them whatever the format.
 *
 * @param logger - A winston logger, or a child of one.
 * @throws HangupError `ERR_HANGUP_OPTION` for an unknown option, or a level the logger does not know.
 * @example
 * ```ts
 * app.use(abortDetection({ observers: [winstonObserver(logger)] }))
 * ```
 */
export function winstonObserver(
  logger: Logger,
  options: Readonly<WinstonObserverOptions> = {},
): Observer {
  checkOptions('winstonObserver', options, ['errors', 'levels'])
  const errors = checkOneOf('errors', options.errors ?? true, [true, false] as const)
  const levels = levelsFrom(logger, options.levels ?? {})
  const settled = (record: ExchangeRecord): void => {
    const level = levels[kindOf(record)]
    // An object, not (level, message, meta): format.splat would read a % in a path as its own.
    if (logger.isLevelEnabled(level)) {
      logger.log({ level, message: messageOf(record), exchange: record })
    }
  }
  const error = (thrown: unknown, attribution: Attribution, exchange: ErrorContext): void => {
    if (attribution.quiet || attribution.origin === 'timeout') return
    if (!logger.isLevelEnabled(levels.error)) return
    const serialized = serializeError(thrown)
    const message = oneLine(`${serialized.name}: ${serialized.message}`)
    logger.log({ level: levels.error, message, error: serialized, attribution, exchange })
  }
  return errors ? { settled, error } : { settled }
}

function kindOf({ outcome }: ExchangeRecord): keyof Levels {
  if (outcome === 'completed') return 'completed'
  if (outcome === 'client-disconnected') return 'disconnect'
  return outcome === 'timed-out' ? 'timeout' : 'closed'
}

function levelsFrom(logger: Logger, given: Partial<Levels>): Levels {
  checkOptions('levels of winstonObserver', given, Object.keys(defaultLevels))
  const levels = { ...defaultLevels, ...given }
  const known = Object.keys(logger.levels)
  for (const [kind, level] of Object.entries(levels)) {
    if (known.includes(level)) continue
    throw new HangupError(
      'ERR_HANGUP_OPTION',
      `The level of '${kind}' is '${level}', which this logger does not know ` +
        `(it knows ${known.join(', ')}); set levels.${kind}`,
    )
  }
  return levels
}
