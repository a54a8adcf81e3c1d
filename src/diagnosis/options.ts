import { checkCount, checkOptions, HangupError } from '../errors/index.js'
import type { DiagnosisOptions } from './types.js'

/** Options that were checked, with their defaults. */
export type DiagnosisSettings = Required<DiagnosisOptions>

export function settingsFrom(
  where: string,
  options: Readonly<DiagnosisOptions>,
): DiagnosisSettings {
  checkOptions(where, options, ['falsePositiveRate', 'minShare', 'maxRoutes'])
  return {
    falsePositiveRate: checkPart('falsePositiveRate', options.falsePositiveRate ?? 0.001),
    minShare: checkPart('minShare', options.minShare ?? 0.02),
    maxRoutes: checkCount('maxRoutes', options.maxRoutes ?? 200),
  }
}

function checkPart(what: string, value: unknown): number {
  if (typeof value === 'number' && value > 0 && value < 1) return value
  throw new HangupError(
    'ERR_HANGUP_OPTION',
    `${what} must be a number between 0 and 1; received ${String(value)}`,
  )
}
