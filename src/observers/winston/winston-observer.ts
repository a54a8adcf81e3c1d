import type { Logger } from 'winston'
import { HangupError } from '../../errors/index.js'
import { isolated, shownText } from '../../exchange/index.js'
import type { ExchangeRecord, Observer, Outcome } from '../../types/index.js'
import { describeRecord, serializeError } from '../lines/index.js'
import type { Level, Levels } from './levels.js'
import { settingsOf, type WinstonObserverOptions } from './options.js'
import { describeStorm, Storm, type StormSummary } from './storm.js'

const MAX_MESSAGE = 1280

const kinds: Readonly<Record<Outcome, keyof Levels>> = {
  completed: 'completed',
  'client-disconnected': 'disconnect',
  'timed-out': 'timeout',
  'server-closed': 'closed',
  failed: 'failed',
}

/**
 * Logs through winston: each client that hung up, at `info`; each timeout and each exchange that the
 * server cut or a real error ended, at `warn`; each error that is not proven to be the client's, at
 * `error` with its stack; completed exchanges at `debug`. The record stands under the key
 * `exchange`, an error under `error`, so that one query finds them whatever the format. A storm of
 * disconnects ends in a line that counts them.
 *
 * @param logger - A winston logger, or a child of one.
 * @param options - `errors`, `levels`, `levelOf`, `sampleRate`, `slowMs`, `rateLimit`
 * @throws HangupError `ERR_HANGUP_OPTION` for an unknown option or a bad value, or a level the logger
 * does not know.
 * @example
 * ```ts
 * app.use(abortDetection({ observers: [winstonObserver(logger, { sampleRate: 0.01, slowMs: 5_000 })] }))
 * ```
 */
export function winstonObserver(
  logger: Logger,
  options: Readonly<WinstonObserverOptions> = {},
): Observer {
  const { errors, levels, levelOf, sampleRate, slowMs, rateLimit } = settingsOf(logger, options)

  // An object, not (level, message, meta): format.splat would read a % in a path as its own.
  const write = (level: Level, message: string, meta: object): void => {
    if (level !== false) logger.log({ level, message, ...meta })
  }
  const isOn = (level: Level): boolean => level !== false && logger.isLevelEnabled(level)

  const chosen = (record: ExchangeRecord): Level => {
    const level = levelOf?.(record)
    if (level === undefined) return levels[kinds[record.outcome]][record.phase]
    if (level === false || Object.hasOwn(logger.levels, level)) return level
    throw new HangupError(
      'ERR_HANGUP_OPTION',
      `levelOf returned '${level}', which this logger does not know`,
    )
  }

  const completed = (record: ExchangeRecord): void => {
    if (record.ageMs >= slowMs && isOn(levels.slow.done)) {
      write(levels.slow.done, `slow: ${describeRecord(record)}`, { exchange: record })
      return
    }
    const level = chosen(record)
    if (!isOn(level) || (sampleRate < 1 && Math.random() >= sampleRate)) return
    const meta = sampleRate < 1 ? { exchange: record, sampleRate } : { exchange: record }
    write(level, describeRecord(record), meta)
  }

  const settled = (record: ExchangeRecord): void => {
    if (record.outcome === 'completed') {
      completed(record)
      return
    }
    const level = chosen(record)
    if (!isOn(level)) return
    if (record.outcome === 'client-disconnected' && storm?.admits(record) === false) return
    write(level, describeRecord(record), { exchange: record })
  }

  const error: Observer['error'] = (thrown, attribution, exchange) => {
    if (attribution.quiet || attribution.origin === 'timeout') return
    if (!isOn(levels.error.done)) return
    const serialized = serializeError(thrown)
    const message = shownText(`${serialized.name}: ${serialized.message}`, MAX_MESSAGE)
    write(levels.error.done, message, { error: serialized, attribution, exchange })
  }

  const observer: Observer = {
    settled,
    ...(errors ? { error } : {}),
    late({ overrunMs, what, ...exchange }) {
      if (!isOn(levels.late.done)) return
      const how = `${String(Math.round(overrunMs))} ms after its exchange was over (${what})`
      const message = `work went on at ${exchange.route ?? exchange.id} ${how}`
      write(levels.late.done, message, { late: { overrunMs, what }, exchange })
    },
    connection(event) {
      if (!isOn(levels.connection.done)) return
      const message = shownText(`${event.kind}: ${event.code} (${event.closure})`, MAX_MESSAGE)
      write(levels.connection.done, message, { connection: event })
    },
  }
  // Its timer's call comes from nobody who would keep what a transport throws from the process.
  const tellStorm = (summary: StormSummary): void => {
    isolated(observer, () => {
      write(levels.storm.done, describeStorm(summary), { storm: summary })
    })
  }
  const storm = rateLimit === null ? null : new Storm(rateLimit, tellStorm)
  return observer
}
