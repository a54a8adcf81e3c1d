import { inspect } from 'node:util'
import { HangupError } from '../errors/index.js'

/** The longest delay a Node timer takes; connect-timeout's fires at once beyond it. */
const MAX_DELAY_MS = 2 ** 31 - 1

/** What the package `ms` takes, which is what connect-timeout reads its strings with. */
const pattern = /^(\d*\.?\d+) *([a-z]*)$/i

const units: ReadonlyArray<readonly [unit: RegExp, ms: number]> = [
  [/^(|ms|msecs?|milliseconds?)$/i, 1],
  [/^(s|secs?|seconds?)$/i, 1_000],
  [/^(m|mins?|minutes?)$/i, 60_000],
  [/^(h|hrs?|hours?)$/i, 3_600_000],
  [/^(d|days?)$/i, 86_400_000],
  [/^(y|yrs?|years?)$/i, 31_557_600_000],
]

/**
 * Reads a duration as connect-timeout takes it: milliseconds, or a string such as `'5s'`. What is no
 * duration, or none that a timer can keep, throws: connect-timeout makes a limit of it that passes
 * at once.
 */
export function durationMs(time: unknown): number {
  const ms = typeof time === 'string' ? parse(time) : time
  if (typeof ms === 'number' && ms >= 1 && ms <= MAX_DELAY_MS) return ms
  throw new HangupError(
    'ERR_HANGUP_OPTION',
    `The time of timeout() must be from 1 to ${String(MAX_DELAY_MS)} milliseconds, as a number or ` +
      `as a string such as '500ms', '5s', '1.5 minutes' or '2h'; ` +
      `received ${inspect(time, { depth: -1, maxStringLength: 80 })}`,
  )
}

function parse(text: string): number | undefined {
  const [, amount, unit = ''] = pattern.exec(text) ?? []
  const ms = units.find(([names]) => names.test(unit))?.[1]
  return ms === undefined ? undefined : Number(amount) * ms
}
