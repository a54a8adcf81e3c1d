import { parentPort, workerData } from 'node:worker_threads'
import { DiagnosisState, type DiagnosisSnapshot } from '../../../diagnosis/index.js'
import { chunksBetween, openInput } from './chunks.js'
import { readPart, type LogPart, type PartRead } from './log-part.js'

// A thread that reads parts of logs into a state of its own, one after another.

export type ToWorker =
  { readonly part: LogPart; readonly index: number } | { readonly finish: true }

export type FromWorker =
  { readonly index: number; readonly result: PartRead } | { readonly snapshot: DiagnosisSnapshot }

export interface WorkerData {
  /** Where the bytes that were read are counted. */
  readonly progress: SharedArrayBuffer
}

const port = parentPort
if (port !== null) {
  const counter = new BigInt64Array((workerData as WorkerData).progress)
  const state = new DiagnosisState()
  const reply = (message: FromWorker): void => port.postMessage(message)
  const readAll = async (part: LogPart, onBytes: (count: number) => void): Promise<PartRead> => {
    const { input, range } = part
    if (range !== null) return readPart(part, chunksBetween(input.name, ...range, onBytes), state)
    return readPart(part, (await openInput(input, onBytes)).chunks, state)
  }
  port.on('message', (message: ToWorker) => {
    if ('finish' in message) {
      reply({ snapshot: state.snapshot() })
      port.close()
      return
    }
    const counted = (bytes: number): void => void Atomics.add(counter, 0, BigInt(bytes))
    void readAll(message.part, counted).then((result) => {
      reply({ index: message.index, result })
    })
  })
}
