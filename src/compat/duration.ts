import { checkDuration, HangupError } from '../errors/index.js'

const unitsMs: ReadonlyArray<readonly [unit: RegExp, ms: number]> = [
  [/^(ms|msecs?|milliseconds?|)$/i, 1],
  [/^(s|secs?|seconds?)$/i, 1000],
  [/^(m|mins?|minutes?)$/i, 60_000],
  [/^(h|hrs?|hours?)$/i, 3_600_000],
  [/^(d|days?)$/i, 86_400_000],
]

/**
 * Reads a duration as connect-timeout takes it: milliseconds, or a string such as `'5s'`. A string
 * that is none throws, where connect-timeout made a limit of it that passed at once.
 */
export function durationMs(time: number | string): number {
  if (typeof time !== 'string') return checkDuration('The time of timeout()', time)
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?) ?([a-z]*)$/i.exec(time.trim()) ?? []
  const ms = unitsMs.find(([pattern]) => pattern.test(unit))?.[1]
  if (digits === undefined || ms === undefined) {
    throw new HangupError(
      'ERR_HANGUP_OPTION',
      `The time of timeout() must be milliseconds or a string such as '5s'; received '${time}'`,
    )
  }
  return checkDuration('The time of timeout()', Number(digits) * ms)
}
