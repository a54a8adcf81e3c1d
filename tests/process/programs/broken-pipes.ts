// Writes to a stream whose reader leaves after the first line: `broken-pipes WAY GUARD...`.
import { PassThrough } from 'node:stream'
import { pino } from 'pino'
import { createLogger, transports } from 'winston'
import { guardStdio } from '../../../src/server/index.js'
import { readerGone, report, turn } from './reader-gone.js'

const [way = '', ...guards] = process.argv.slice(2)
process.on('SIGHUP', () => undefined)
const broken = way.startsWith('stderr') ? 'stderr' : 'stdout'

/** A loop is stopped here, so that a test need not watch the clock. */
const MOST_EXCEPTIONS = 200
let exceptions = 0
process.on('uncaughtExceptionMonitor', (error: NodeJS.ErrnoException) => {
  exceptions += 1
  if (exceptions <= 2) report(`uncaught ${error.code ?? error.message}`)
  if (exceptions < MOST_EXCEPTIONS) return
  report('loop')
  process.exit(70)
})

const winstonLogger = (handleExceptions: boolean) => {
  const stderrLevels = broken === 'stderr' ? ['info', 'error'] : []
  const transport = new transports.Console({ handleExceptions, stderrLevels })
  return createLogger({ exitOnError: false, transports: [transport] })
}

const ways: Readonly<Record<string, () => (line: string) => unknown>> = {
  console: () => (line) => {
    console.log(line)
  },
  'stderr console': () => (line) => {
    console.error(line)
  },
  write: () => (line) => process.stdout.write(`${line}\n`),
  'stderr write': () => (line) => process.stderr.write(`${line}\n`),
  callback: () => (line) =>
    process.stdout.write(`${line}\n`, (error) => {
      if (error) report(`callback ${(error as NodeJS.ErrnoException).code ?? error.message}`)
    }),
  listener: () => {
    process.stdout.on('error', (error: NodeJS.ErrnoException) => {
      report(`listener ${error.code ?? error.message}`)
    })
    return (line) => process.stdout.write(`${line}\n`)
  },
  large: () => (line) => process.stdout.write(`${line}\n${'x'.repeat(200_000)}\n`),
  piped: () => {
    const source = new PassThrough()
    source.pipe(process.stdout)
    return (line) => source.write(`${line}\n`)
  },
  winston: () => {
    const logger = winstonLogger(false)
    return (line) => logger.info(line)
  },
  'winston, exceptions': () => {
    const logger = winstonLogger(true)
    return (line) => logger.info(line)
  },
  'stderr winston, exceptions': () => {
    const logger = winstonLogger(true)
    return (line) => logger.info(line)
  },
  pino: () => {
    const logger = pino()
    return (line) => {
      logger.info(line)
    }
  },
  'pino, stdout': () => {
    const logger = pino(process.stdout)
    return (line) => {
      logger.info(line)
    }
  },
}

const guarded: Readonly<Record<string, () => unknown>> = {
  ignore: () => guardStdio(),
  exit: () => guardStdio({ onBrokenPipe: 'exit' }),
  'exit code 3': () => (process.exitCode = 3),
  fn: () =>
    guardStdio({
      onBrokenPipe: (stream, { code }) => {
        report(`told ${stream} ${code ?? ''}`)
      },
    }),
  throws: () =>
    guardStdio({
      onBrokenPipe: () => {
        throw new Error('from the function')
      },
    }),
  // What it writes fails as well, on each turn.
  writes: () =>
    guardStdio({
      onBrokenPipe: (stream) => {
        report(`told ${stream}`)
        process[stream].write('the pipe is broken\n')
      },
    }),
  // Another library's, over a guard that is then undone.
  wrapped: () => {
    const undo = guardStdio()
    const { stdout } = process
    const emit = stdout.emit.bind(stdout) as (...args: unknown[]) => boolean
    stdout.emit = (...args: unknown[]) => {
      if (args[0] === 'error' && guards.length === 1) report('wrapper error')
      return emit(...args)
    }
    undo()
  },
  undone: () => {
    const undo = guardStdio()
    undo()
    undo()
    report(`own emit ${String(Object.hasOwn(process.stdout, 'emit'))}`)
  },
}

for (const guard of guards) guarded[guard]?.()

async function main(): Promise<void> {
  const say = ways[way]?.()
  say?.('the first line')
  await readerGone(broken)
  for (let line = 0; line < 20; line++) {
    say?.(`line ${String(line)}`)
    await turn()
  }
  report('alive')
}

void main()
