// Writes to whatever its stdout is, and again once its stdin has ended: `stdio-kinds WAY GUARD`.
import { once } from 'node:events'
import { guardStdio } from '../../../src/server/index.js'
import { report, turn } from './reader-gone.js'

/** More than a pipe or socket takes while nobody reads it. */
const STDERR_BYTES = 2_000_000

const [way, guard] = process.argv.slice(2)
if (guard === 'exit') guardStdio({ onBrokenPipe: 'exit' })
if (guard === 'process.exit') {
  guardStdio({
    onBrokenPipe: () => process.exit(141),
  })
}
if (guard === 'fn') {
  guardStdio({
    onBrokenPipe: (stream, { code }) => {
      report(`told ${stream} ${code ?? ''}`)
    },
  })
}
process.on('uncaughtExceptionMonitor', (error: NodeJS.ErrnoException) => {
  report(`uncaught ${error.code ?? error.message}`)
})

async function main(): Promise<void> {
  if (way === 'stderr waits') process.stderr.write('e'.repeat(STDERR_BYTES))
  console.log('the first line')
  process.stdin.resume()
  await once(process.stdin, 'end')
  for (let line = 0; line < 3 && way !== 'console once'; line++) {
    if (way === 'console') console.log(line)
    else process.stdout.write(`${String(line)}\n`)
    await turn()
  }
  report('alive')
}

void main()
