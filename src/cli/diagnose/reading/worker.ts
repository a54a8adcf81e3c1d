import { parentPort, workerData } from 'node:worker_threads'
import { DiagnosisState, type DiagnosisReport } from '../../../diagnosis/index.js'
import { chunksOfPart } from './chunks.js'
import { readPart, type LogPart, type PartRead } from './log-part.js'
import { packed, unpacked } from './packed-state.js'

// A thread that reads parts of logs into a state of its own, one after another.

export type ToWorker =
  | { readonly part: LogPart; readonly index: number; readonly streamed: boolean }
  | Streamed
  /** Give what you have to the last. */
  | { readonly finish: true }
  /** You are the last: take what the others have, and conclude. */
  | { readonly conclude: readonly Uint8Array[] }

/** What comes of a stream that only the main thread can read, each where it was asked for. */
export type Streamed =
  | { readonly chunk: Uint8Array }
  | { readonly end: true }
  | { readonly failure: { readonly message: string; readonly code: string | undefined } }

export type FromWorker =
  | { readonly index: number; readonly result: PartRead }
  | { readonly more: true }
  | { readonly state: Uint8Array }
  | { readonly report: DiagnosisReport }

export interface WorkerData {
  /** Where the bytes that were read are counted. */
  readonly progress: SharedArrayBuffer
}

const port = parentPort
if (port !== null) {
  const counter = new BigInt64Array((workerData as WorkerData).progress)
  const state = new DiagnosisState()
  let wake: (streamed: Streamed) => void = () => undefined
  const reply = (message: FromWorker): void => port.postMessage(message)
  const count = (bytes: number): void => void Atomics.add(counter, 0, BigInt(bytes))

  async function* streamedChunks(): AsyncGenerator<Buffer, void, undefined> {
    for (;;) {
      const next = new Promise<Streamed>((resolve) => (wake = resolve))
      reply({ more: true })
      const streamed = await next
      if ('failure' in streamed) {
        throw Object.assign(new Error(streamed.failure.message), { code: streamed.failure.code })
      }
      if ('end' in streamed) return
      const { buffer, byteOffset, length } = streamed.chunk
      yield Buffer.from(buffer, byteOffset, length)
    }
  }

  const read = async (part: LogPart, streamed: boolean): Promise<PartRead> =>
    readPart(part, streamed ? streamedChunks() : await chunksOfPart(part, count), state)

  port.on('message', (message: ToWorker) => {
    if ('part' in message) {
      const { part, index, streamed } = message
      void read(part, streamed).then((result) => reply({ index, result }))
    } else if ('finish' in message) {
      reply({ state: packed(state) })
      port.close()
    } else if ('conclude' in message) {
      for (const other of message.conclude) state.merge(unpacked(other))
      reply({ report: state.report() })
      port.close()
    } else {
      wake(message)
    }
  })
}
