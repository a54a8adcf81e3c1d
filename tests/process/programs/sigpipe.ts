// Counts SIGPIPE while the application does what it likes to the signal's listeners: `sigpipe SCENE`.
import { spawn } from 'node:child_process'
import { once, type EventEmitter } from 'node:events'
import { Worker } from 'node:worker_threads'
import { guardStdio, watchSigpipe, type SigpipeEvent } from '../../../src/server/index.js'
import { deafChild } from './deaf-child.js'
import { readerGone, report, turn } from './reader-gone.js'

const scene = process.argv[2] ?? ''
const seen: SigpipeEvent[] = []
let told = 0
let own = 0
const mine = () => {
  own += 1
}
const count = () => seen.at(-1)?.count ?? 0
const watch = () => watchSigpipe((event) => seen.push(event))

/** Writes to the broken pipe, and gives the signal the time to come. */
async function breakPipe(times = 1): Promise<void> {
  for (let write = 0; write < times; write++) {
    await new Promise((resolve) => process.stdout.write('x\n', resolve))
    await turn()
  }
}

/** Ten times a second at most, and as many again for the second that has begun. */
const isPaced = (began: number) =>
  seen.length >= 10 && seen.length <= 10 * (Math.ceil((Date.now() - began) / 1_000) + 1)

const events: EventEmitter = process
const scenes: Readonly<Record<string, () => Promise<void>>> = {
  'node alone': async () => {
    await breakPipe()
    report('ignored')
    process.once('SIGPIPE', mine)
    await breakPipe()
    report(`own ${String(own)}`)
    await breakPipe()
    report('alive')
  },
  count: async () => {
    watch()
    await breakPipe(3)
    report(JSON.stringify(seen.map((event) => event.count)))
    const isNow = ({ at }: SigpipeEvent) => at <= Date.now() && at > Date.now() - 60_000
    report(String(seen.every(isNow)))
  },
  'stopped twice': async () => {
    const stop = watch()
    await breakPipe()
    stop()
    stop()
    await breakPipe(3)
    report(`count ${String(count())}`)
  },
  'two watchers': async () => {
    const stop = watch()
    watchSigpipe((event) => (told = event.count))
    await breakPipe()
    stop()
    await breakPipe()
    report(`count ${String(count())} and ${String(told)}`)
  },
  'own listener': async () => {
    watch()
    process.on('SIGPIPE', mine)
    await breakPipe()
    process.off('SIGPIPE', mine)
    await breakPipe()
    process.once('SIGPIPE', mine)
    await breakPipe(2)
    report(`count ${String(count())}, own ${String(own)}`)
  },
  'removed all': async () => {
    process.on('SIGPIPE', mine)
    const stop = watch()
    process.on('SIGPIPE', mine)
    process.removeAllListeners('SIGPIPE')
    await breakPipe(2)
    process.removeAllListeners('SIGPIPE')
    await breakPipe()
    report(`count ${String(count())}, own ${String(own)}`)
    stop()
    process.removeAllListeners('SIGPIPE')
    await breakPipe(2)
    report(`count ${String(count())}`)
  },
  'removed everything': async () => {
    watch()
    await breakPipe()
    process.removeAllListeners()
    guardStdio()
    await breakPipe(2)
    report(`count ${String(count())}`)
    watch()
    await breakPipe(2)
    report(`count ${String(count())}`)
  },
  'removed the keeper': async () => {
    watch()
    events.removeAllListeners('removeListener')
    process.removeAllListeners('SIGPIPE')
    await breakPipe(2)
    report(`count ${String(count())}`)
  },
  throws: async () => {
    process.on('warning', (warning) => {
      report((warning as NodeJS.ErrnoException).code ?? warning.name)
    })
    watchSigpipe(() => {
      told += 1
      throw new Error('not countable')
    })
    await breakPipe(3)
    report(`told ${String(told)}`)
  },
  rejects: async () => {
    process.on('warning', (warning) => {
      report((warning as NodeJS.ErrnoException).code ?? warning.name)
    })
    const listener: () => unknown = () => Promise.reject(new Error('not countable'))
    watchSigpipe(listener)
    await breakPipe(3)
  },
  // What it writes breaks as well, which is its own next signal.
  'writes to the pipe': async () => {
    const began = Date.now()
    watchSigpipe((event) => {
      seen.push(event)
      console.log(`signal ${String(event.count)}`)
    })
    await breakPipe(100)
    report(`paced ${String(isPaced(began))}, bounded ${String(count() <= 100 + seen.length)}`)
  },
  'a burst': async () => {
    const began = Date.now()
    const alive = setInterval(() => undefined, 1_000)
    const all = new Promise<void>((resolve) => {
      watchSigpipe((event) => {
        seen.push(event)
        if (event.count === 50) resolve()
      })
    })
    await breakPipe(50)
    await all
    clearInterval(alive)
    report(`paced ${String(isPaced(began))}, count ${String(count())}`)
  },
  'the stdin of a child': async () => {
    watch()
    const { child, stdin } = await deafChild()
    stdin.on('error', () => {
      child.kill()
    })
    stdin.write('anybody there?')
    await once(child, 'exit')
    report(`count ${String(count())}`)
  },
  'a worker thread': async () => {
    watch()
    const write = `try { require('node:fs').writeSync(1, 'x') } catch ({ code }) { port.postMessage(code) }`
    const worker = new Worker(`const port = require('node:worker_threads').parentPort; ${write}`, {
      eval: true,
    })
    const [[code]] = (await Promise.all([once(worker, 'message'), once(worker, 'exit')])) as [
      [string],
      unknown,
    ]
    report(`${code}, count ${String(count())}`)
  },
  'a child that writes': async () => {
    watch()
    const child = spawn('/bin/sh', ['-c', 'while :; do echo x; sleep 0.01; done'])
    await once(child.stdout, 'data')
    child.stdout.destroy()
    const [, signal] = (await once(child, 'exit')) as [null, string]
    report(`the child: ${signal}, count ${String(count())}`)
  },
  'removed everything before': async () => {
    process.removeAllListeners()
    guardStdio()
    watch()
    await breakPipe(2)
    report(`count ${String(count())}`)
  },
  'a signal from outside': async () => {
    watch()
    process.kill(process.pid, 'SIGPIPE')
    while (count() === 0) await turn()
    report(`count ${String(count())}`)
  },
}

async function main(): Promise<void> {
  guardStdio()
  console.log('the first line')
  await readerGone('stdout')
  await scenes[scene]?.()
  report('alive')
}

void main()
