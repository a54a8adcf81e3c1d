import { execFile } from 'node:child_process'
import { cleanEnv, programFile, type ProgramRun } from './run-program.js'

/** Runs `hangup ARGS` in a folder, to its end. */
export function hangup(
  args: readonly string[],
  folder: string,
  env: Readonly<Record<string, string>> = {},
): Promise<ProgramRun> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [programFile('hangup'), ...args],
      { cwd: folder, env: { ...cleanEnv(), ...env }, timeout: 60_000, killSignal: 'SIGKILL' },
      (_error, stdout, stderr) => {
        resolve({ exitCode: child.exitCode, signal: child.signalCode, stdout, stderr })
      },
    )
  })
}
