import { closeSync, createReadStream, openSync, readSync } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { CHUNK, packingOf, unpackerOf, type Input, type Packing } from './input.js'

const HEAD_BYTES = 1 << 18

/** An input that is being read. */
export interface OpenInput {
  /** The beginning, unpacked, to tell the format by. */
  readonly head: Buffer
  /** All of it, unpacked, from the beginning. */
  readonly chunks: AsyncIterable<Buffer>
  /** What went wrong while the beginning was read. */
  readonly failure: Error | undefined
  close(): Promise<void>
}

/** Opens an input and looks at its beginning. `onBytes` counts what comes from the disk. */
export async function openInput(
  input: Input,
  onBytes: (count: number) => void,
): Promise<OpenInput> {
  const raw = new Peeked(rawChunks(input, onBytes))
  // Only now is it known of what comes from a pipe.
  const packing = input.bytes === null ? packingOf(input.name, await raw.peek(8)) : input.packing
  const unpacked = packing === 'plain' ? raw : new Peeked(unpacking(raw, packing))
  const head = await unpacked.peek(HEAD_BYTES)
  return {
    head,
    chunks: unpacked,
    failure: unpacked.failure,
    async close() {
      await unpacked.close()
      await raw.close()
    },
  }
}

async function* rawChunks(
  { name }: Input,
  onBytes: (count: number) => void,
): AsyncGenerator<Buffer, void, undefined> {
  const stream = name === '-' ? process.stdin : createReadStream(name, { highWaterMark: CHUNK })
  for await (const chunk of stream) {
    onBytes((chunk as Buffer).length)
    yield chunk as Buffer
  }
}

async function* unpacking(
  raw: AsyncIterable<Buffer>,
  packing: Exclude<Packing, 'plain'>,
): AsyncGenerator<Buffer, void, undefined> {
  const unpacker = unpackerOf(packing)
  // Its failure is the unpacker's, which is read below.
  pipeline(Readable.from(raw, { objectMode: false }), unpacker).catch(() => undefined)
  for await (const chunk of unpacker) yield chunk as Buffer
}

/** Chunks of which the first can be looked at before they are read. */
class Peeked implements AsyncIterable<Buffer> {
  readonly #source: AsyncGenerator<Buffer, void, undefined>
  #first: Buffer[] = []
  failure: Error | undefined

  constructor(source: AsyncGenerator<Buffer, void, undefined>) {
    this.#source = source
  }

  /** The first bytes, or all where there are fewer. What fails meanwhile fails when it is read. */
  async peek(count: number): Promise<Buffer> {
    let length = 0
    try {
      while (length < count) {
        const next = await this.#source.next()
        if (next.done === true) break
        this.#first.push(next.value)
        length += next.value.length
      }
    } catch (error) {
      this.failure = error as Error
    }
    return Buffer.concat(this.#first).subarray(0, count)
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer, void, undefined> {
    const first = this.#first
    this.#first = []
    yield* first
    if (this.failure !== undefined) throw this.failure
    yield* this.#source
  }

  async close(): Promise<void> {
    this.#first = []
    await this.#source.return()
  }
}

/** The chunks of a part: of a file between two places, or of a whole input. */
export async function chunksOfPart(
  { input, range }: { readonly input: Input; readonly range: readonly [number, number] | null },
  onBytes: (count: number) => void,
): Promise<AsyncIterable<Buffer> | Iterable<Buffer>> {
  if (range !== null) return chunksBetween(input.name, ...range, onBytes)
  return (await openInput(input, onBytes)).chunks
}

/** The bytes of a part of a plain file, in chunks that share one buffer. */
function* chunksBetween(
  name: string,
  from: number,
  to: number,
  onBytes: (count: number) => void,
): Generator<Buffer, void, undefined> {
  const file = openSync(name, 'r')
  try {
    const buffer = Buffer.allocUnsafe(CHUNK)
    for (let at = from; at < to;) {
      const count = readSync(file, buffer, 0, Math.min(CHUNK, to - at), at)
      if (count === 0) return
      at += count
      onBytes(count)
      yield buffer.subarray(0, count)
    }
  } finally {
    closeSync(file)
  }
}
