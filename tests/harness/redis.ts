import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export const hasRedis = spawnSync('redis-server', ['--version']).status === 0

/** A Redis of the test's own: reached through a socket in a temporary folder, keeping nothing. */
export interface RunningRedis {
  readonly socket: string
  stop(): Promise<void>
}

export async function startRedis(): Promise<RunningRedis> {
  const folder = mkdtempSync(join(tmpdir(), 'hangup-redis-'))
  const socket = join(folder, 'redis.sock')
  // No TCP port, so that nothing has to be free.
  const settings = ['--port', '0', '--unixsocket', socket, '--save', '', '--dir', folder]
  const server = spawn('redis-server', settings, { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(server, 'exit')
  const said: string[] = []
  const ready = new Promise<void>((resolve, reject) => {
    const lines = createInterface({ input: server.stdout })
    lines.on('line', (line) => {
      said.push(line)
      if (/ready to accept connections/i.test(line)) resolve()
    })
    lines.on('close', () => reject(new Error(`redis-server ended: ${said.join('\n')}`)))
  })
  const stop = async (): Promise<void> => {
    server.kill('SIGTERM')
    await exited
    rmSync(folder, { recursive: true, force: true })
  }
  await ready.catch(async (error: unknown) => {
    await stop()
    throw error
  })
  return { socket, stop }
}
