import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { DiagnosisReport } from '../../../diagnosis/index.js'
import type { LogPart, PartRead } from './log-part.js'
import type { FromWorker, Streamed, ToWorker, WorkerData } from './worker.js'

/** Each costs memory, and a disk is no faster for more. */
const MAX_WORKERS = 2
/**
 * What reads lines leaves little behind, so that room for it is memory that is not needed; what it
 * keeps is bounded far below.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 64 }

/** A part to read, with its chunks where only this thread can read them. */
export interface PartToRead {
  readonly part: LogPart
  readonly chunks: AsyncIterable<Buffer> | null
}

export interface PartsRead {
  readonly results: readonly PartRead[]
  readonly report: DiagnosisReport
}

/**
 * Reads parts in other threads, each into a state of its own; the last to end merges the states and
 * concludes, so that this thread holds none.
 */
export function readParts(
  parts: readonly PartToRead[],
  progress: SharedArrayBuffer,
): Promise<PartsRead> {
  const results: PartRead[] = []
  const states: Uint8Array[] = []
  const queue = parts.map((part, index) => ({ ...part, index })).values()
  const count = Math.min(MAX_WORKERS, parts.length)
  let reading = count
  let gone = 0
  let last: Reader | undefined
  return new Promise((resolve, reject) => {
    // Not while another thread still holds its memory.
    const concludeAlone = (): void => {
      if (last !== undefined && gone === count - 1) last.send({ conclude: states })
    }
    const order = (reader: Reader): void => {
      const next = queue.next()
      if (next.done !== true) {
        reader.read(next.value)
      } else if (--reading > 0) {
        reader.send({ finish: true })
      } else {
        last = reader
        concludeAlone()
      }
    }
    for (let started = 0; started < count; started++) {
      const reader = new Reader(progress, reject, (message) => {
        if ('report' in message) {
          resolve({ results, report: message.report })
        } else if ('state' in message) {
          states.push(message.state)
          reader.onceGone(() => {
            gone++
            concludeAlone()
          })
        } else {
          results[message.index] = message.result
          order(reader)
        }
      })
      order(reader)
    }
  })
}

/** One thread, and the stream that it is fed with, if it is. */
class Reader {
  readonly #worker: Worker
  #streamed: AsyncIterator<Buffer> | undefined

  constructor(
    progress: SharedArrayBuffer,
    failed: (error: Error) => void,
    told: (message: Exclude<FromWorker, { more: true }>) => void,
  ) {
    const workerData: WorkerData = { progress }
    this.#worker = new Worker(join(__dirname, 'worker.js'), { workerData, resourceLimits })
    this.#worker.once('error', failed)
    this.#worker.on('message', (message: FromWorker) => {
      if ('more' in message) void this.#chunk().then((streamed) => this.send(streamed))
      else told(message)
    })
  }

  onceGone(then: () => void): void {
    this.#worker.once('exit', then)
  }

  send(message: ToWorker): void {
    this.#worker.postMessage(message)
  }

  read({ part, chunks, index }: PartToRead & { readonly index: number }): void {
    this.#streamed = chunks?.[Symbol.asyncIterator]()
    this.send({ part, index, streamed: chunks !== null })
  }

  async #chunk(): Promise<Streamed> {
    try {
      const next = await this.#streamed?.next()
      return next === undefined || next.done === true ? { end: true } : { chunk: next.value }
    } catch (error) {
      const { message, code } = error as NodeJS.ErrnoException
      return { failure: { message, code } }
    }
  }
}
