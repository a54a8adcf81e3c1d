import { inspect } from 'node:util'
import { HangupError } from './hangup-error.js'

/** The longest delay a Node timer takes; a longer one fires at once. */
const MAX_DELAY_MS = 2 ** 31 - 1

function optionError(what: string, received: unknown, allowed: string, hint = ''): HangupError {
  return new HangupError(
    'ERR_HANGUP_OPTION',
    `${what} must be ${allowed}; received ${shown(received)}${hint}`,
  )
}

/** What was received, in a few words: an object may be large, and hold what no log should. */
function shown(received: unknown): string {
  if (typeof received === 'function') return 'a function'
  if (typeof received !== 'object' || received === null) {
    return inspect(received, { maxStringLength: 80 })
  }
  return Array.isArray(received) ? 'an array' : 'an object'
}

/** A factory that is mounted itself is given a request where its options belong. */
function checkNoRequest(where: string, received: unknown): void {
  if (typeof received !== 'object' || received === null) return
  if (!('headers' in received && 'socket' in received)) return
  throw new HangupError(
    'ERR_HANGUP_NOT_CALLED',
    `${where} was given a request; mount what it returns: app.use(${where}(...))`,
  )
}

/** Throws unless `options` is an object whose keys are all allowed. */
export function checkOptions(where: string, options: unknown, allowed: readonly string[]): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw optionError(`The options of ${where}`, options, 'an object')
  }
  checkNoRequest(where, options)
  for (const key of Object.keys(options)) {
    if (allowed.includes(key)) continue
    throw new HangupError(
      'ERR_HANGUP_OPTION',
      `${where} has no option '${key}'${didYouMean(key, allowed)} (allowed: ${allowed.join(', ')})`,
    )
  }
}

/** Throws unless `value` is a number of milliseconds that a timer can keep. */
export function checkDuration(what: string, value: unknown): number {
  if (typeof value !== 'number' || !(value >= 1 && value <= MAX_DELAY_MS)) {
    throw optionError(what, value, `a number of milliseconds from 1 to ${String(MAX_DELAY_MS)}`)
  }
  return value
}

/** Throws unless `value` is a whole number, 1 or more. */
export function checkCount(what: string, value: unknown): number {
  if (!Number.isSafeInteger(value) || (value as number) < 1) {
    throw optionError(what, value, 'a whole number, 1 or more')
  }
  return value as number
}

/** Throws unless `value` is one of the allowed words; `or` tells what else the caller allows. */
export function checkOneOf<T extends string | boolean | number>(
  what: string,
  value: unknown,
  allowed: readonly T[],
  or = '',
): T {
  const found = allowed.find((word) => word === value)
  if (found === undefined) {
    const names = allowed.filter((word) => typeof word === 'string')
    const hint = typeof value === 'string' ? didYouMean(value, names) : ''
    const words = allowed.map((word) => inspect(word)).join(' or ')
    throw optionError(what, value, words + or, hint)
  }
  return found
}

/** Throws unless `value` is a function. */
export function checkFunction(what: string, value: unknown): void {
  checkNoRequest(what, value)
  if (typeof value !== 'function') throw optionError(what, value, 'a function')
}

/** `; did you mean 'x'?` with the allowed word that is nearest to a misspelt one, or nothing. */
export function didYouMean(word: string, allowed: readonly string[]): string {
  const wanted = word.toLowerCase()
  const edits = (name: string) => distance(name.toLowerCase(), wanted)
  const [nearest] = allowed.toSorted((a, b) => edits(a) - edits(b))
  const near =
    nearest !== undefined && edits(nearest) <= Math.min(2, Math.ceil(wanted.length / 3))
      ? nearest
      : allowed.find((name) => wanted.length > 2 && name.toLowerCase().includes(wanted))
  return near === undefined ? '' : `; did you mean '${near}'?`
}

/** Edits between two words (Levenshtein), enough to find a misspelling. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}

/** Throws unless `value` is a boolean. */
export function checkBoolean(what: string, value: unknown): boolean {
  return checkOneOf(what, value, [true, false] as const)
}

/** Throws unless `value` is a rate in bytes per second, alone or with its grace period. */
export function checkRate(
  what: string,
  value: unknown,
  graceMs: number,
): { bytesPerSecond: number; graceMs: number } | undefined {
  if (value === undefined) return undefined
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return {
      bytesPerSecond: checkPositive(what, value, ', or { bytesPerSecond, graceMs }'),
      graceMs,
    }
  }
  checkOptions(what, value, ['bytesPerSecond', 'graceMs'])
  const given = value as { bytesPerSecond?: unknown; graceMs?: unknown }
  return {
    bytesPerSecond: checkPositive(`${what}.bytesPerSecond`, given.bytesPerSecond),
    graceMs: checkDuration(`${what}.graceMs`, given.graceMs ?? graceMs),
  }
}

function checkPositive(what: string, value: unknown, or = ''): number {
  if (typeof value === 'number' && value > 0 && value < Infinity) return value
  throw optionError(what, value, `a number of bytes per second above 0${or}`)
}
