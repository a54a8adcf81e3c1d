import { execFileSync, spawn, type ChildProcess } from 'node:child_process'

/** Two network namespaces with a cable between them, made for a test, and removed after it. */
export interface Cable {
  readonly serverAddress: string
  /** Runs a program at one end, with an IPC channel. */
  run(end: End, file: string): ChildProcess
  /** Pulls it out: neither a FIN nor a reset comes through any more. */
  cut(): void
  remove(): void
}

export type End = 'server' | 'client'

const addresses = { server: '10.77.0.1', client: '10.77.0.2' } as const
const device = 'cable'
const nameOf = (end: End): string => `hangup-${process.pid}-${end}`

const ip = (...args: string[]): string =>
  execFileSync('ip', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

/** Why no cable can be laid here; null where one can. */
export function whyNoCable(): string | null {
  if (process.platform !== 'linux') return 'network namespaces are of Linux'
  if (process.getuid?.() !== 0) return 'network namespaces need root'
  const probe = `hangup-${process.pid}-probe`
  try {
    ip('netns', 'add', probe)
    ip('netns', 'del', probe)
    return null
  } catch (error) {
    return `ip cannot make a network namespace: ${String(error).split('\n')[0]}`
  }
}

export function layCable(): Cable {
  const remove = (): void => {
    for (const end of ['server', 'client'] as const) {
      try {
        ip('netns', 'del', nameOf(end))
      } catch {
        // It was not made.
      }
    }
  }
  try {
    for (const end of ['server', 'client'] as const) ip('netns', 'add', nameOf(end))
    const [server, client] = [nameOf('server'), nameOf('client')]
    const peer = ['peer', 'name', device, 'netns', client]
    ip('link', 'add', device, 'netns', server, 'type', 'veth', ...peer)
    for (const end of ['server', 'client'] as const) {
      ip('-n', nameOf(end), 'address', 'add', `${addresses[end]}/24`, 'dev', device)
      ip('-n', nameOf(end), 'link', 'set', device, 'up')
    }
  } catch (error) {
    remove()
    throw error
  }
  return {
    serverAddress: addresses.server,
    run: (end, file) =>
      spawn('ip', ['netns', 'exec', nameOf(end), process.execPath, file], {
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
        env: { PATH: process.env['PATH'] },
      }),
    cut: () => void ip('-n', nameOf('client'), 'link', 'set', device, 'down'),
    remove,
  }
}
