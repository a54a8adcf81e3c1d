import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { DiagnosisState } from '../../../diagnosis/index.js'
import type { LogPart, PartRead } from './log-part.js'
import type { FromWorker, ToWorker, WorkerData } from './worker.js'

/** Each costs memory, and the disk is not the faster for more. */
export const MAX_WORKERS = 2

/** Reads parts in other threads, each into a state of its own, and merges the states. */
export async function readInWorkers(
  parts: readonly LogPart[],
  state: DiagnosisState,
  progress: SharedArrayBuffer,
): Promise<PartRead[]> {
  const results: PartRead[] = []
  let next = 0
  const take = (): ToWorker => {
    const part = parts[next]
    return part === undefined ? { finish: true } : { part, index: next++ }
  }
  const count = Math.min(MAX_WORKERS, parts.length)
  await Promise.all(
    Array.from({ length: count }, () =>
      runWorker(progress, take, (index, result) => (results[index] = result), state),
    ),
  )
  return results
}

/** One thread, which asks for parts until there are none. */
function runWorker(
  progress: SharedArrayBuffer,
  take: () => ToWorker,
  done: (index: number, result: PartRead) => void,
  state: DiagnosisState,
): Promise<void> {
  const data: WorkerData = { progress }
  const worker = new Worker(join(__dirname, 'worker.js'), { workerData: data })
  return new Promise((resolve, reject) => {
    worker.once('error', reject)
    worker.once('exit', () => resolve())
    worker.on('message', (message: FromWorker) => {
      if ('snapshot' in message) {
        state.merge(DiagnosisState.from(message.snapshot))
        return
      }
      done(message.index, message.result)
      worker.postMessage(take())
    })
    worker.postMessage(take())
  })
}
