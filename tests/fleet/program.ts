import { execFile, spawnSync } from 'node:child_process'
import { join } from 'node:path'

export const fleetFolder = join(__dirname, '../../docs/fleet')

/** `describe`, or `describe.skip` where a program of Prometheus is not installed. */
export function describeWith(...programs: readonly string[]): jest.Describe {
  const missing = programs.filter(
    (program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).status !== 0,
  )
  if (missing.length === 0) return describe
  console.warn(`The tests with ${missing.join(', ')} are skipped: not installed`)
  return describe.skip
}

/** Runs promtool to its end; rejects with what it said where it is not content. */
export function promtool(...args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { cwd: join(fleetFolder, 'prometheus'), timeout: 60_000 }
    execFile('promtool', args, options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout + stderr)
      else reject(new Error(`${stdout}${stderr}`))
    })
  })
}
