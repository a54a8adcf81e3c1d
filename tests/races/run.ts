import { execFile } from 'node:child_process'

/** Runs a program to its own end. Rejects where it ended badly, or had to be killed. */
export function run(
  file: string,
  args: readonly string[],
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  return new Promise((resolve, reject) => {
    const options = { timeout: 100_000, killSignal: 'SIGKILL' } as const
    execFile(process.execPath, [file, ...args], options, (error, stdout, stderr) => {
      if (error === null) resolve({ stdout, stderr })
      else reject(new Error(`${error.message}\n${stderr}\n${stdout}`))
    })
  })
}
