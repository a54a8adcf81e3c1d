import type { Diagnosis } from '../types/index.js'
import { DiagnosisState } from './diagnosis-state.js'
import type { DiagnosisOptions, DiagnosisRecord } from './types.js'

/**
 * Tells why clients hang up: limits that pass, people who leave, networks, restarts, clients that
 * misbehave, routes that are slow. It reads the records once, in any order, in constant memory. What
 * nothing explains is reported as unexplained.
 *
 * @param records - `ExchangeRecord`s, or what a log tells of exchanges; completed ones too, since a
 * departure says little without those who stayed.
 * @throws HangupError `ERR_HANGUP_OPTION` for an unknown option or a value out of range. A record
 * never throws.
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
export function diagnose(
  records: Iterable<DiagnosisRecord>,
  options: Readonly<DiagnosisOptions> = {},
): Diagnosis {
  const state = new DiagnosisState(options)
  for (const record of records) state.add(record)
  return state.result()
}
