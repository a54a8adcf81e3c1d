// A worker thread writes, after the reader of the process has gone: `stdio-worker GUARD`.
import { once } from 'node:events'
import { isMainThread, parentPort, Worker } from 'node:worker_threads'
import { guardStdio, watchSigpipe } from '../../../src/server/index.js'
import { readerGone, report } from './reader-gone.js'

/** Far beyond what a thread may have waiting for the main thread. */
const WRITES = 200

process.on('uncaughtExceptionMonitor', (error: NodeJS.ErrnoException) => {
  report(`uncaught ${error.code ?? error.message}`)
})

async function main(): Promise<void> {
  if (process.argv[2] === 'guarded') guardStdio()
  console.log('the first line')
  await readerGone('stdout')
  const worker = new Worker(__filename)
  worker.on('message', report)
  await once(worker, 'exit')
  report('alive')
}

async function work(): Promise<void> {
  const undo = guardStdio()
  try {
    watchSigpipe(() => undefined)
  } catch (error) {
    parentPort?.postMessage(`watchSigpipe: ${(error as NodeJS.ErrnoException).code ?? ''}`)
  }
  for (let write = 0; write < WRITES; write++) {
    await new Promise((resolve) => process.stdout.write('x'.repeat(10_000), resolve))
  }
  undo()
  parentPort?.postMessage('the worker has written')
}

void (isMainThread ? main() : work())
