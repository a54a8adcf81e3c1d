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

  // What is logged is one object, not (level, message, meta): format.splat would read a % in a path
  // as its own.
  const isOn = (level: Level): level is string => level !== false && logger.isLevelEnabled(level)

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
    const slow = levels.slow.done
    if (record.ageMs >= slowMs && isOn(slow)) {
      logger.log({ level: slow, message: `slow: ${describeRecord(record)}`, exchange: record })
      return
    }
    const level = chosen(record)
    if (!isOn(level) || (sampleRate < 1 && Math.random() >= sampleRate)) return
    const message = describeRecord(record)
    if (sampleRate < 1) logger.log({ level, message, exchange: record, sampleRate })
    else logger.log({ level, message, exchange: record })
  }

  const settled = (record: ExchangeRecord): void => {
    if (record.outcome === 'completed') {
      completed(record)
      return
    }
    const level = chosen(record)
    if (!isOn(level)) return
    if (record.outcome === 'client-disconnected' && storm?.admits(record) === false) return
    logger.log({ level, message: describeRecord(record), exchange: record })
  }

  const error: Observer['error'] = (thrown, attribution, exchange) => {
    if (attribution.quiet || attribution.origin === 'timeout') return
    const level = levels.error.done
    if (!isOn(level)) return
    const serialized = serializeError(thrown)
    const message = shownText(`${serialized.name}: ${serialized.message}`, MAX_MESSAGE)
    logger.log({ level, message, error: serialized, attribution, exchange })
  }

  const observer: Observer = {
    settled,
    ...(errors ? { error } : {}),
    late({ overrunMs, what, ...exchange }) {
      const level = levels.late.done
      if (!isOn(level)) return
      const how = `${String(Math.round(overrunMs))} ms after its exchange was over (${what})`
      const message = `work went on at ${exchange.route ?? exchange.id} ${how}`
      logger.log({ level, message, late: { overrunMs, what }, exchange })
    },
    connection(event) {
      const level = levels.connection.done
      if (!isOn(level)) return
      const message = shownText(`${event.kind}: ${event.code} (${event.closure})`, MAX_MESSAGE)
      logger.log({ level, message, connection: event })
    },
  }
  // Its timer's call comes from nobody who would keep what a transport throws from the process.
  const tellStorm = (summary: StormSummary): void => {
    isolated(observer, () => {
      const level = levels.storm.done
      if (isOn(level)) logger.log({ level, message: describeStorm(summary), storm: summary })
    })
  }
  const storm = rateLimit === null ? null : new Storm(rateLimit, tellStorm)
  return observer
}
