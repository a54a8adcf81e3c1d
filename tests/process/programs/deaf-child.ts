import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { Writable } from 'node:stream'

/** A child process that has closed its stdin, and lives on until it is killed. */
export async function deafChild(): Promise<{ child: ChildProcess; stdin: Writable }> {
  const child = spawn('/bin/sh', ['-c', 'exec 0<&-; echo closed; exec sleep 60'])
  await once(child.stdout, 'data')
  return { child, stdin: child.stdin }
}
