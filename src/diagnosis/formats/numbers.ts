// Numbers are read from the bytes: a string for each would cost more than the rest of the line.

const ZERO = 48
const DOT = 46
const DASH = 45

/** The whole number in these bytes; -1 where they hold anything else. */
export function wholeNumber(bytes: Uint8Array, from: number, to: number): number {
  if (from >= to || to - from > 15) return -1
  let value = 0
  for (let at = from; at < to; at++) {
    const digit = (bytes[at] ?? 0) - ZERO
    if (digit < 0 || digit > 9) return -1
    value = value * 10 + digit
  }
  return value
}

/** The decimal number in these bytes, such as `0.495`; NaN where they hold anything else. */
export function decimal(bytes: Uint8Array, from: number, to: number): number {
  if (from >= to || to - from > 24) return NaN
  let value = 0
  let scale = 0
  for (let at = from; at < to; at++) {
    const byte = bytes[at] ?? 0
    const digit = byte - ZERO
    if (digit >= 0 && digit <= 9) {
      value = value * 10 + digit
      scale *= 10
    } else if (byte === DOT && scale === 0 && at > from) {
      scale = 1
    } else {
      return NaN
    }
  }
  return scale === 0 ? value : value / scale
}

/** Whether the bytes are the `-` that stands for nothing, or none at all. */
export function isNothing(bytes: Uint8Array, from: number, to: number): boolean {
  return from >= to || (to - from === 1 && bytes[from] === DASH)
}

const unitsInMs = { s: 1000, ms: 1, us: 1e-3, ns: 1e-6 } as const

export type Unit = keyof typeof unitsInMs

export function isUnit(text: string): text is Unit {
  return Object.hasOwn(unitsInMs, text)
}

/** A duration in ms; NaN where there is none. Rounded to the ns, which its source may tell. */
export function inMs(value: number, unit: Unit): number {
  return Math.round(value * unitsInMs[unit] * 1e6) / 1e6
}
