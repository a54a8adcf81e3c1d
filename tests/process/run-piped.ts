import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import type { Readable } from 'node:stream'
import { cleanEnv, programFile } from './run-program.js'

/** How a program ended whose reader left, and what it reported on its third descriptor. */
export interface PipedRun {
  /** As a shell says it: 128 and the signal's number where a signal ended it. */
  readonly exitCode: number
  /** What the reader took before it left. */
  readonly printed: string
  readonly report: readonly string[]
}

/**
 * Runs `node <name> | head -1` in a shell: `head` leaves after the first line. With `'stderr'` it is
 * the program's stderr that is piped, and its stdout goes nowhere.
 */
export async function runPiped(
  name: string,
  args: readonly string[],
  piped: 'stdout' | 'stderr' = 'stdout',
): Promise<PipedRun> {
  const redirect = piped === 'stdout' ? '' : '2>&1 >/dev/null'
  const script = `{ "$@" ${redirect}; echo "exit $?" >&3; } | head -1`
  const shell = spawn(
    '/bin/sh',
    ['-c', script, 'sh', process.execPath, programFile(name), ...args],
    { env: cleanEnv(), stdio: ['ignore', 'pipe', 'ignore', 'pipe'], timeout: 60_000 },
  )
  const [printed, said] = await Promise.all([text(shell.stdout!), text(shell.stdio[3] as Readable)])
  const lines = said.trimEnd().split('\n')
  const exitCode = Number(/^exit (\d+)$/.exec(lines.pop() ?? '')?.[1] ?? NaN)
  return { exitCode, printed, report: lines }
}
