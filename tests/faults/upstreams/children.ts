import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { Stage } from '../stage.js'
import type { UpstreamSource } from './source.js'

/** A shell that runs the script, and is gone at the end of the row. */
export function shell(stage: Stage, script: string, signal?: AbortSignal): ChildProcess {
  const child = spawn('/bin/sh', ['-c', script], {
    stdio: ['pipe', 'pipe', 'ignore'],
    ...(signal && { signal }),
  })
  child.on('error', () => undefined)
  stage.onCleanUp(() => child.kill('SIGKILL'))
  return child
}

async function exitOf(child: ChildProcess): Promise<never> {
  return new Promise((_resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      reject(new Error(`the converter ended with ${String(signal ?? code)}`))
    })
  })
}

export const children: readonly UpstreamSource[] = [
  {
    name: 'child that closes its stdin',
    takesSignal: false,
    takesReason: true,
    async open(stage) {
      const child = shell(stage, 'read go; exec 0<&-; echo closed; exec sleep 60')
      const { stdin, stdout } = child
      if (stdin === null || stdout === null) throw new Error('the child has no pipes')
      await once(child, 'spawn')
      const result = new Promise((_resolve, reject) => stdin.once('error', reject))
      return {
        result,
        fail: async () => {
          stdin.write('go\n')
          await once(stdout, 'data')
          stdin.write('the document')
        },
        cancel: (reason) => {
          stdin.destroy(reason ?? new Error('conversion given up'))
        },
      }
    },
  },
  {
    name: 'child that is killed',
    takesSignal: true,
    takesReason: false,
    async open(stage, signal) {
      const child = shell(stage, 'exec sleep 60', signal)
      const result = exitOf(child)
      await Promise.race([once(child, 'spawn'), result])
      return {
        result,
        fail: () => {
          child.kill('SIGKILL')
        },
        cancel: () => {
          child.kill('SIGTERM')
        },
      }
    },
  },
]
