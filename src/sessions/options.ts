import {
  checkCount,
  checkDuration,
  checkFunction,
  checkOptions,
  HangupError,
  warnOnce,
} from '../errors/index.js'
import { byCron, every, type Schedule } from './schedule.js'
import type { SweepReport } from './sweep.js'

/** Where lines go: `console`, a winston logger, or any other that takes a message. */
export interface SessionLogger {
  info(message: string): unknown
  warn(message: string): unknown
  error(message: string): unknown
}

/** Options of {@link sessionCleanup}. Exactly one of `everyMs` and `cron` must be there. */
export interface SessionCleanupOptions {
  /** Milliseconds from the end of one sweep to the next; the first comes after as long. */
  readonly everyMs?: number
  /**
   * When to sweep, as a cron expression of five or six parts, in the time zone of the process.
   * Needs the package croner.
   */
  readonly cron?: string
  /**
   * Up to so many milliseconds are added to each wait, at random, so that many processes do not
   * sweep at once.
   * @default a tenth of the wait, a minute at most
   */
  readonly jitterMs?: number
  /**
   * How many sessions are gone through before `onSweep` is told.
   * @default 500
   */
  readonly batchSize?: number
  /**
   * How long the store may take for a single call, in milliseconds.
   * @default 30000
   */
  readonly timeoutMs?: number
  /** Is told after each batch, and at the end with `done: true`. */
  readonly onSweep?: (report: SweepReport) => void
  /** Is told of each sweep that failed; the next one waits longer. */
  readonly onError?: (error: HangupError) => void
  /** Is told how the store is swept, of the end of each sweep that removed something, and of failures. */
  readonly logger?: SessionLogger
}

/** The options, checked. */
export interface Settings {
  readonly schedule: Schedule
  readonly jitterMs: number | null
  readonly batchSize: number
  readonly timeoutMs: number
  readonly onSweep: (report: SweepReport) => void
  readonly onError: ((error: HangupError) => void) | null
  readonly logger: SessionLogger | null
}

const names = [
  'everyMs',
  'cron',
  'jitterMs',
  'batchSize',
  'timeoutMs',
  'onSweep',
  'onError',
  'logger',
] as const satisfies readonly (keyof SessionCleanupOptions)[]

export function settingsFrom(options: Readonly<SessionCleanupOptions>): Settings {
  checkOptions('sessionCleanup', options, names)
  const { jitterMs, onSweep, onError, logger } = options
  if (jitterMs !== undefined && jitterMs !== 0) checkDuration('jitterMs', jitterMs)
  if (onSweep !== undefined) checkFunction('onSweep', onSweep)
  if (onError !== undefined) checkFunction('onError', onError)
  if (logger !== undefined) checkLogger(logger)
  return {
    schedule: scheduleFrom(options),
    jitterMs: jitterMs ?? null,
    batchSize: checkCount('batchSize', options.batchSize ?? 500),
    timeoutMs: checkDuration('timeoutMs', options.timeoutMs ?? 30_000),
    onSweep: guarded('onSweep', onSweep ?? (() => undefined)),
    onError: onError === undefined ? null : guarded('onError', onError),
    logger: logger === undefined ? null : guardedLogger(logger),
  }
}

function scheduleFrom({ everyMs, cron }: SessionCleanupOptions): Schedule {
  if ((everyMs === undefined) === (cron === undefined)) {
    throw new HangupError(
      'ERR_HANGUP_OPTION',
      'sessionCleanup needs exactly one of everyMs and cron; received ' +
        (cron === undefined ? 'none' : 'both'),
    )
  }
  return cron === undefined ? every(checkDuration('everyMs', everyMs)) : byCron(cron)
}

function checkLogger(logger: unknown): void {
  for (const level of ['info', 'warn', 'error']) {
    checkFunction(`logger.${level}`, (logger as Record<string, unknown> | null)?.[level])
  }
}

/** A listener that throws, or whose promise is rejected, must not end a sweep, nor the process. */
function guarded<T>(name: string, listener: (value: T) => unknown): (value: T) => void {
  const warn = (error: unknown): void => {
    warnOnce('WARN_HANGUP_SESSIONS', `${name} of sessionCleanup threw: ${String(error)}`)
  }
  return (value) => {
    try {
      const returned = listener(value)
      if (returned instanceof Promise) returned.catch(warn)
    } catch (error) {
      warn(error)
    }
  }
}

function guardedLogger(logger: SessionLogger): SessionLogger {
  return {
    info: guarded('logger', (message) => logger.info(message)),
    warn: guarded('logger', (message) => logger.warn(message)),
    error: guarded('logger', (message) => logger.error(message)),
  }
}
