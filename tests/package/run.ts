import { execFile } from 'node:child_process'

export interface Run {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program to its end; a run that takes over two minutes is killed and counts as failed. */
export function run(file: string, args: readonly string[], cwd: string): Promise<Run> {
  return new Promise((resolve) => {
    execFile(
      file,
      args,
      { cwd, env: cleanEnv(), maxBuffer: 64 * 1024 * 1024, timeout: 120_000 },
      (error, stdout, stderr) => {
        const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : 1
        resolve({ exitCode, stdout, stderr })
      },
    )
  })
}

/** Runs this very Node. */
export function runNode(args: readonly string[], cwd: string): Promise<Run> {
  return run(process.execPath, args, cwd)
}

const strange =
  /^(npm_(package_|lifecycle_|command$|config_local_prefix$)|JEST_|NODE_ENV$|FORCE_COLOR$)/i

/** npm and jest tell what they run where it is; a program under test must not hear of it. */
function cleanEnv(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !strange.test(name)))
}
