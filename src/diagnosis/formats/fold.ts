// A path becomes its template: `/users/81725/orders` and `/users/4/orders` are one route. On bytes,
// since a log with an id in each path would cost a string for each of its lines.

const MAX_SEGMENTS = 12
/** A template that is longer ends here: it needs no more to be known. */
export const MAX_TEMPLATE = 200

const SPACE = 32
const NUMBER_SIGN = 35
const COLON = 58
const QUESTION = 63
const SLASH = 47
const DOT = 46
const STAR = 42

const DIGIT = 1
const HEX = 2
const LETTER = 4
const DASH = 8
const OTHER = 16

/** The kind of each byte: what a segment is made of decides what it is. */
const kinds = new Uint8Array(256).fill(OTHER)
for (const [first, last, kind] of [
  ['0', '9', DIGIT],
  ['a', 'f', HEX],
  ['A', 'F', HEX],
  ['g', 'z', LETTER],
  ['G', 'Z', LETTER],
  ['-', '-', DASH],
  ['_', '_', DASH],
] as const) {
  kinds.fill(kind, first.charCodeAt(0), last.charCodeAt(0) + 1)
}

const placeholder = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text))
const id = placeholder(':id')
const uuid = placeholder(':uuid')
const hash = placeholder(':hash')
const date = placeholder(':date')
const token = placeholder(':token')

/**
 * Writes the template of a request target's path to `out`, without query and origin, with ids,
 * uuids, hashes, dates and tokens named as such, and gives back its length. `out` has to hold
 * `MAX_TEMPLATE` bytes.
 */
export function foldTarget(bytes: Uint8Array, from: number, to: number, out: Uint8Array): number {
  let end = from
  while (end < to && !endsPath(bytes[end])) end++
  const start = bytes[from] === SLASH ? from : pathAfterOrigin(bytes, from, end)
  return foldInto(bytes, start, end, out)
}

function endsPath(byte: number | undefined): boolean {
  return byte === SPACE || byte === QUESTION || byte === NUMBER_SIGN
}

/** HTTP/2 behind HAProxy and ALB log the whole URL; `*` and `host:port` have no path. */
function pathAfterOrigin(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from; at + 2 < to; at++) {
    if (bytes[at] === COLON && bytes[at + 1] === SLASH && bytes[at + 2] === SLASH) {
      let path = at + 3
      while (path < to && bytes[path] !== SLASH) path++
      return path
    }
  }
  return from
}

function foldInto(bytes: Uint8Array, from: number, to: number, out: Uint8Array): number {
  let length = 0
  let segments = 0
  let at = from
  while (at < to && length < MAX_TEMPLATE) {
    if (bytes[at] === SLASH) {
      out[length++] = SLASH
      at++
      if (++segments > MAX_SEGMENTS && length < MAX_TEMPLATE) {
        out[length++] = STAR
        return length
      }
      continue
    }
    // One look at the segment: where it ends, what it is made of, where an extension begins.
    const start = at
    let mask = 0
    let digits = 0
    let dot = -1
    for (; at < to; at++) {
      const byte = bytes[at] ?? 0
      if (byte === SLASH) break
      const kind = kinds[byte] ?? 0
      if (kind === DIGIT) digits++
      else if (byte === DOT) dot = at
      mask |= kind
    }
    const name =
      digits === 0 && at - start < 32 ? undefined : nameOf(bytes, start, at, dot, mask, digits)
    if (name !== undefined) {
      for (let index = 0; index < name.length && length < MAX_TEMPLATE; index++) {
        out[length++] = name[index] ?? 0
      }
    }
    const rest = name === undefined ? start : hasExtension(start, at, dot) ? dot : at
    for (let index = rest; index < at && length < MAX_TEMPLATE; index++) {
      out[length++] = bytes[index] ?? 0
    }
  }
  return length
}

/** The same of a target that is at hand as a string. */
export function foldPath(path: string): string {
  const bytes = Buffer.from(path.slice(0, 2048))
  const out = Buffer.alloc(MAX_TEMPLATE)
  return out.toString('utf8', 0, foldTarget(bytes, 0, bytes.length, out))
}

/** `81725.jpg` is an id with an extension; `v1.2` and `jquery-3.7.1.min.js` are names. */
function hasExtension(from: number, to: number, dot: number): boolean {
  return dot > from && to - dot <= 6
}

function nameOf(
  bytes: Uint8Array,
  from: number,
  to: number,
  dot: number,
  mask: number,
  digits: number,
): Uint8Array | undefined {
  if (dot === -1 || !hasExtension(from, to, dot)) return nameOfStem(bytes, from, to, mask, digits)
  let stemMask = 0
  let stemDigits = 0
  for (let at = from; at < dot; at++) {
    const kind = kinds[bytes[at] ?? 0] ?? 0
    stemMask |= kind
    if (kind === DIGIT) stemDigits++
  }
  return nameOfStem(bytes, from, dot, stemMask, stemDigits)
}

function nameOfStem(
  bytes: Uint8Array,
  from: number,
  to: number,
  mask: number,
  digits: number,
): Uint8Array | undefined {
  const length = to - from
  if ((mask & OTHER) !== 0) return undefined
  if (digits === 0) return length >= 32 && mask === HEX ? hash : undefined
  if (mask === DIGIT) return length === 8 && isDay(bytes, from, 1) ? date : id
  if ((mask & (HEX | LETTER)) === 0) return isDate(bytes, from, length) ? date : id
  if ((mask & LETTER) === 0 && isUuid(bytes, from, length)) return uuid
  if ((mask & (LETTER | DASH)) === 0) return length >= 8 && digits >= 2 ? hash : undefined
  // An opaque token: long, with digits throughout; a slug such as `10-ways-to-cook` has few.
  if (length >= 16 && digits * 6 >= length) return token
  return length >= 20 && (mask & DASH) === 0 ? token : undefined
}

/** `20261123`, or with one byte between the parts where `step` is 2: a day and no id of eight digits. */
function isDay(bytes: Uint8Array, from: number, step: number): boolean {
  const two = (at: number): number => ((bytes[at] ?? 0) - 48) * 10 + (bytes[at + 1] ?? 0) - 48
  const century = two(from)
  const month = two(from + 3 + step)
  const day = two(from + 4 + 2 * step)
  return (century === 19 || century === 20) && month >= 1 && month <= 12 && day >= 1 && day <= 31
}

function isDate(bytes: Uint8Array, from: number, length: number): boolean {
  const parted = kinds[bytes[from + 4] ?? 0] === DASH && kinds[bytes[from + 7] ?? 0] === DASH
  return length === 10 && parted && isDay(bytes, from, 2)
}

function isUuid(bytes: Uint8Array, from: number, length: number): boolean {
  if (length !== 36) return false
  return [8, 13, 18, 23].every((offset) => kinds[bytes[from + offset] ?? 0] === DASH)
}
