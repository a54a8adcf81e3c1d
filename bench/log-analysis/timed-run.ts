import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

export interface TimedRun {
  readonly seconds: number
  /** The most memory it held, in MB; null where the system does not tell. */
  readonly peakMb: number | null
}

const EVERY_MS = 20

/** Runs a command to its end, its output thrown away. */
export function timedRun(file: string, args: readonly string[]): Promise<TimedRun> {
  return new Promise((resolve, reject) => {
    const began = performance.now()
    const child = spawn(file, args, { stdio: ['ignore', 'ignore', 'inherit'] })
    let peakMb: number | null = null
    // The kernel keeps the peak itself, so that no short one is missed but the very last.
    const watch = setInterval(() => (peakMb = peakOf(child.pid) ?? peakMb), EVERY_MS)
    child.once('error', (error) => {
      clearInterval(watch)
      reject(error)
    })
    child.once('exit', (code) => {
      clearInterval(watch)
      const seconds = (performance.now() - began) / 1000
      if (code === 0) resolve({ seconds, peakMb })
      else reject(new Error(`${file} ended with ${String(code)}`))
    })
  })
}

function peakOf(pid: number | undefined): number | null {
  try {
    const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8')
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]
    return kilobytes === undefined ? null : Number(kilobytes) / 1000
  } catch {
    return null
  }
}
