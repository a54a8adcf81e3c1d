import { decimal, inMs } from './numbers.js'

const ZERO = 48

function two(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] ?? 0) - ZERO
  const ones = (bytes[at + 1] ?? 0) - ZERO
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN
}

/** Days from 1970-01-01 in the proleptic Gregorian calendar; months from 1. */
function daysFrom(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + (yearOfEra >> 2) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/** Ms since 1970; NaN where a part is no number or out of range. */
function timestamp(
  year: number,
  month: number,
  day: number,
  hours: number,
  minutes: number,
  seconds: number,
): number {
  const possible =
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= 31 &&
    hours < 24 &&
    minutes < 60 &&
    seconds <= 60
  if (!possible) return NaN
  return daysFrom(year, month, day) * 86_400_000 + ((hours * 60 + minutes) * 60 + seconds) * 1000
}

/** Months by the sum of their three letters' bytes weighted by place, which tells them apart. */
const months = new Map(
  ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'].map(
    (name, index) => [
      (name.charCodeAt(0) << 16) | (name.charCodeAt(1) << 8) | name.charCodeAt(2),
      index + 1,
    ],
  ),
)

/** `23/Nov/2026:03:47:06`, which nginx, Apache, HAProxy and others share. */
function clfDate(bytes: Uint8Array, at: number): number {
  const month = months.get(
    ((bytes[at + 3] ?? 0) << 16) | ((bytes[at + 4] ?? 0) << 8) | (bytes[at + 5] ?? 0),
  )
  return timestamp(
    two(bytes, at + 7) * 100 + two(bytes, at + 9),
    month ?? NaN,
    two(bytes, at),
    two(bytes, at + 12),
    two(bytes, at + 15),
    two(bytes, at + 18),
  )
}

/** `+0100`, `+01:00` or `Z` as ms; none stands for UTC. */
function zone(bytes: Uint8Array, at: number, to: number): number {
  const sign = bytes[at] === 43 ? 1 : bytes[at] === 45 ? -1 : 0
  if (sign === 0 || to - at < 5) return 0
  const minutesAt = bytes[at + 3] === 58 ? at + 4 : at + 3
  return sign * (two(bytes, at + 1) * 60 + two(bytes, minutesAt)) * 60_000
}

/** The digits behind a `.` or `,` at `at`, as ms with what is below; 0 without. */
function fraction(bytes: Uint8Array, at: number, to: number): { ms: number; end: number } {
  if (bytes[at] !== 46 && bytes[at] !== 44) return { ms: 0, end: at }
  let ms = 0
  let weight = 100
  let end = at + 1
  for (; end < to; end++) {
    const digit = (bytes[end] ?? 0) - ZERO
    if (digit < 0 || digit > 9) break
    ms += digit * weight
    weight /= 10
  }
  return { ms, end }
}

/** `23/Nov/2026:03:47:06 +0000` */
function clf(bytes: Uint8Array, from: number, to: number): number {
  return to - from < 20 ? NaN : clfDate(bytes, from) - zone(bytes, from + 21, to)
}

/** `23/Nov/2026:03:57:04.301`, in the zone of the machine that wrote it, taken for UTC. */
function haproxy(bytes: Uint8Array, from: number, to: number): number {
  return to - from < 20 ? NaN : clfDate(bytes, from) + fraction(bytes, from + 20, to).ms
}

/** `2026-11-23T03:47:06.123Z`, with a space for the T, slashes, an offset, or no zone (UTC). */
function iso(bytes: Uint8Array, from: number, to: number): number {
  if (to - from < 19) return NaN
  const whole = timestamp(
    two(bytes, from) * 100 + two(bytes, from + 2),
    two(bytes, from + 5),
    two(bytes, from + 8),
    two(bytes, from + 11),
    two(bytes, from + 14),
    two(bytes, from + 17),
  )
  const { ms, end } = fraction(bytes, from + 19, to)
  return whole + ms - zone(bytes, end, to)
}

/** Seconds since 1970 with a fraction, or ms where the number is too large for seconds. */
function epoch(bytes: Uint8Array, from: number, to: number): number {
  return epochMs(decimal(bytes, from, to))
}

/** Past the year 5000 as seconds, so it must be ms. */
const MAX_SECONDS = 1e11

export function epochMs(value: number): number {
  return value < MAX_SECONDS ? inMs(value, 's') : value
}

export type TimeReader = (bytes: Uint8Array, from: number, to: number) => number

export const timeReaders = { clf, haproxy, iso, epoch } as const satisfies Record<
  string,
  TimeReader
>

export type TimeStyle = keyof typeof timeReaders

export function isTimeStyle(text: string): text is TimeStyle {
  return Object.hasOwn(timeReaders, text)
}
