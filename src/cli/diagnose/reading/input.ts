import { closeSync, openSync, readSync, statSync } from 'node:fs'
import * as zlib from 'node:zlib'

/** Cannot be read, for a reason that its message tells; the other inputs can. */
export class UnreadableInput extends Error {
  override readonly name = 'UnreadableInput'
}

export type Packing = 'plain' | 'gzip' | 'zstd'

/** A file, or standard input. */
export interface Input {
  /** As it was given; `-` is standard input. */
  readonly name: string
  readonly packing: Packing
  /** On disk; null where that is not known: standard input, a pipe. */
  readonly bytes: number | null
}

/** Newer than the oldest supported Node, and than its types. */
const { createZstdDecompress } = zlib as { createZstdDecompress?: () => Duplex }
type Duplex = ReturnType<typeof zlib.createGunzip>

const unreadable: ReadonlyArray<readonly [magic: readonly number[], what: string, how: string]> = [
  [[0x42, 0x5a, 0x68], 'bzip2', 'bzcat'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'xz', 'xzcat'],
  [[0x50, 0x4b, 0x03, 0x04], 'a zip archive', 'unzip -p'],
]

/** Looks at a file without reading it. */
export function inputOf(name: string): Input {
  if (name === '-') return { name, packing: 'plain', bytes: null }
  try {
    const stats = statSync(name)
    if (stats.isDirectory())
      throw new UnreadableInput(`${name}: is a directory; name the files in it`)
    // A pipe can be read once only: its beginning may not be taken out of it.
    if (!stats.isFile()) return { name, packing: 'plain', bytes: null }
    const start = firstBytes(name)
    return { name, packing: packingOf(name, start), bytes: stats.size }
  } catch (error) {
    throw asUnreadable(name, error)
  }
}

export function asUnreadable(name: string, error: unknown): UnreadableInput {
  if (error instanceof UnreadableInput) return error
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return new UnreadableInput(`${name}: no such file`)
  if (code === 'EACCES' || code === 'EPERM') return new UnreadableInput(`${name}: may not be read`)
  return new UnreadableInput(`${name}: cannot be read: ${message}`)
}

function firstBytes(name: string): Buffer {
  const file = openSync(name, 'r')
  try {
    const start = Buffer.alloc(8)
    return start.subarray(0, readSync(file, start, 0, start.length, 0))
  } finally {
    closeSync(file)
  }
}

/** By its first bytes, whatever it is called. */
export function packingOf(name: string, start: Buffer): Packing {
  const begins = (magic: readonly number[]): boolean =>
    magic.every((byte, at) => start[at] === byte)
  for (const [magic, what, how] of unreadable) {
    if (!begins(magic)) continue
    throw new UnreadableInput(
      `${name}: is ${what}, which is not read here: ${how} ${name} | hangup diagnose -`,
    )
  }
  if (begins([0xff, 0xfe]) || begins([0xfe, 0xff])) {
    throw new UnreadableInput(
      `${name}: is UTF-16: iconv -f UTF-16 -t UTF-8 ${name} | hangup diagnose -`,
    )
  }
  if (begins([0x1f, 0x8b])) return 'gzip'
  if (!begins([0x28, 0xb5, 0x2f, 0xfd])) return 'plain'
  if (createZstdDecompress !== undefined) return 'zstd'
  throw new UnreadableInput(
    `${name}: is zstd, which this Node cannot read (22.15 can): zstdcat ${name} | hangup diagnose -`,
  )
}

/** How much is read at a time. */
export const CHUNK = 1 << 18

/** Takes what it is given and gives it back unpacked. */
export function unpackerOf(packing: Exclude<Packing, 'plain'>): Duplex {
  return packing === 'gzip' || createZstdDecompress === undefined
    ? zlib.createGunzip({ chunkSize: CHUNK })
    : createZstdDecompress()
}
