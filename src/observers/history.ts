import { checkCount, checkOptions } from '../errors/index.js'
import type { ExchangeRecord, Observer } from '../types/index.js'

/** Options of {@link historyObserver}. */
export interface HistoryOptions {
  /**
   * How many records are kept; the oldest is let go for the newest.
   * @default 10000
   */
  readonly max?: number
}

/** The last exchanges of this process, as an observer. */
export interface History extends Observer {
  settled(record: ExchangeRecord): void
  /** The records that are kept, the oldest first; a list of its own. */
  records(): ExchangeRecord[]
  /** Lets all of them go. */
  clear(): void
}

/**
 * Keeps the records of the last exchanges in memory, so that `diagnose` can be asked at any time
 * why clients hang up. About 1 KB each. Where the stream is longer than can be kept, feed a
 * `DiagnosisState` instead, whose size does not grow.
 *
 * @throws HangupError `ERR_HANGUP_OPTION` for an unknown option, or a `max` that is no whole number
 * of 1 or more.
 * @example
 * ```ts
 * import { abortDetection, historyObserver } from 'express-hangup'
 * import { diagnose } from 'express-hangup/diagnosis'
 *
 * const history = historyObserver({ max: 50_000 })
 * app.use(abortDetection({ observers: [history] }))
 * app.get('/diagnosis', (req, res) => void res.json(diagnose(history.records())))
 * ```
 */
export function historyObserver(options: Readonly<HistoryOptions> = {}): History {
  checkOptions('historyObserver', options, ['max'])
  const max = checkCount('max', options.max ?? 10_000)
  let kept: ExchangeRecord[] = []
  /** Where the oldest stands, once as many are kept as may be. */
  let oldest = 0
  return {
    settled(record) {
      if (kept.length < max) {
        kept.push(record)
        return
      }
      kept[oldest] = record
      oldest = (oldest + 1) % max
    },
    records: () => [...kept.slice(oldest), ...kept.slice(0, oldest)],
    clear() {
      kept = []
      oldest = 0
    },
  }
}
