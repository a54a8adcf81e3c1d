// A primary and a worker write to one stdout whose reader has gone: `stdio-cluster GUARDED...`.
import cluster from 'node:cluster'
import { once } from 'node:events'
import { guardStdio } from '../../../src/server/index.js'
import { readerGone, report, turn } from './reader-gone.js'

const role = cluster.isPrimary ? 'primary' : 'worker'
if (process.argv.includes(role)) guardStdio()

async function main(): Promise<void> {
  console.log('the first line')
  await readerGone('stdout')
  for (let line = 0; line < 20; line++) {
    console.log(line)
    await turn()
  }
  if (role === 'worker') {
    process.exit(0)
  }
  const worker = cluster.fork()
  const [code] = (await once(worker, 'exit')) as [number]
  report(`the worker ended with ${String(code)}`)
  report('alive')
}

void main()
