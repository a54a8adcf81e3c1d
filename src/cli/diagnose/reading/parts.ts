import { closeSync, openSync, readSync } from 'node:fs'

/** Enough to be worth the hand-over, small enough that the threads end together. */
const PART = 16 << 20
const PROBE = 1 << 16
const NEWLINE = 10

/** Cuts a plain file into parts that begin and end between two lines. */
export function partsOf(name: string, size: number): Array<readonly [from: number, to: number]> {
  const parts: Array<readonly [from: number, to: number]> = []
  const file = openSync(name, 'r')
  try {
    for (let from = 0; from < size;) {
      const to = from + PART >= size ? size : nextLine(file, from + PART, size)
      parts.push([from, to])
      from = to
    }
  } finally {
    closeSync(file)
  }
  return parts
}

/** Where the line that begins next behind this place does. */
function nextLine(file: number, from: number, size: number): number {
  const probe = Buffer.allocUnsafe(PROBE)
  for (let at = from; at < size; at += PROBE) {
    const count = readSync(file, probe, 0, PROBE, at)
    if (count === 0) break
    const newline = probe.subarray(0, count).indexOf(NEWLINE)
    if (newline !== -1) return at + newline + 1
  }
  return size
}
