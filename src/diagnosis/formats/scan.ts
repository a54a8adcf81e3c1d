// The fast path. A log of millions of lines spends its time here and in `intern.ts`: no strings,
// no objects, every byte looked at once or twice.

/** A template made ready: field `i` ends where `ends[i]` begins. */
export interface Scanner {
  readonly lead: Uint8Array
  readonly ends: readonly Uint8Array[]
}

/**
 * Finds the fields of a line between `from` and `to`; field `i` then stands from `marks[2 * i]` to
 * `marks[2 * i + 1]`. Gives back where the rest begins, -1 where the line is of another form. A
 * field ends at the first place where the text behind it stands, so there is nothing to go back to.
 */
export function scan(
  { lead, ends }: Scanner,
  bytes: Uint8Array,
  from: number,
  to: number,
  marks: Int32Array,
): number {
  if (!holds(bytes, from, to, lead)) return -1
  let at = from + lead.length
  let mark = 0
  for (const end of ends) {
    marks[mark++] = at
    if (end.length === 0) {
      at = to
    } else {
      const first = end[0]
      for (; ; at++) {
        if (at >= to) return -1
        if (bytes[at] === first && (end.length === 1 || holds(bytes, at, to, end))) break
      }
    }
    marks[mark++] = at
    at += end.length
  }
  return at
}

/** Whether `text` stands at `at`. */
export function holds(bytes: Uint8Array, at: number, to: number, text: Uint8Array): boolean {
  if (at + text.length > to) return false
  for (let index = 0; index < text.length; index++) {
    if (bytes[at + index] !== text[index]) return false
  }
  return true
}

const SPACE = 32
const QUOTE = 34
const EQUALS = 61

/**
 * Finds `key=value` and `key="value"` between `from` and `to`, and calls `found` with where the
 * key and the value stand.
 */
export function scanPairs(
  bytes: Uint8Array,
  from: number,
  to: number,
  found: (keyFrom: number, keyTo: number, valueFrom: number, valueTo: number) => void,
): void {
  let at = from
  while (at < to) {
    const byte = bytes[at]
    if (byte === SPACE) {
      at++
      continue
    }
    if (byte === QUOTE) {
      at = endOf(bytes, at + 1, to, QUOTE) + 1
      continue
    }
    const keyFrom = at
    while (at < to && bytes[at] !== EQUALS && bytes[at] !== SPACE) at++
    if (bytes[at] !== EQUALS || at >= to) continue
    const keyTo = at++
    const quoted = bytes[at] === QUOTE
    const valueFrom = quoted ? at + 1 : at
    at = endOf(bytes, valueFrom, to, quoted ? QUOTE : SPACE)
    found(keyFrom, keyTo, valueFrom, at)
    at++
  }
}

function endOf(bytes: Uint8Array, from: number, to: number, byte: number): number {
  let at = from
  while (at < to && bytes[at] !== byte) at++
  return at
}
