import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import net, { type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onCleanUp } from '../contract/support.js'
import { RawClient } from '../harness/raw-client.js'

/** Where the proxy finds the socket that it listens on. */
export const LISTEN_FD = 3

export interface ProxySetUp {
  readonly program: string
  /** The configuration, for the port it is reached at and a folder of its own. */
  readonly config: (at: { readonly port: number; readonly folder: string }) => string
  readonly args: (at: { readonly file: string; readonly folder: string }) => readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** `describe`, or `describe.skip` where the program is not installed. */
export function describeWith(program: string): jest.Describe {
  if (spawnSync(program, ['-v'], { stdio: 'ignore' }).status === 0) return describe
  console.warn(`The tests behind ${program} are skipped: it is not installed`)
  return describe.skip
}

/** A proxy in a process of its own, ended after the test. */
export class Proxy {
  private said = ''
  private readonly closed: Promise<unknown>

  private constructor(
    readonly port: number,
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {
    this.closed = once(child, 'close')
    child.stderr?.on('data', (chunk: Buffer) => (this.said += chunk.toString()))
  }

  /**
   * The proxy is handed a socket that listens already: nobody can take its port in between, and
   * who connects before it is up waits in the kernel's queue.
   */
  static async start({ program, config, args, env = {} }: ProxySetUp): Promise<Proxy> {
    const folder = mkdtempSync(join(tmpdir(), 'express-hangup-proxy-'))
    chmodSync(folder, 0o711) // started as root, a proxy goes on as somebody else
    const listener = net.createServer()
    await once(listener.listen(0, '127.0.0.1'), 'listening')
    const { port } = listener.address() as AddressInfo
    const file = join(folder, 'proxy.conf')
    writeFileSync(file, config({ port, folder }))
    const child = spawn(program, args({ file, folder }), {
      stdio: ['ignore', 'ignore', 'pipe', descriptorOf(listener)],
      env: { ...process.env, ...env },
    })
    listener.close()
    const proxy = new Proxy(port, child, folder)
    onCleanUp(() => proxy.stop())
    return proxy
  }

  async client(): Promise<RawClient> {
    const client = await RawClient.connect(this.port)
    onCleanUp(() => client.close())
    return client
  }

  /** Holds it where it is, as a busy machine would: what comes meanwhile waits in the kernel. */
  pause(): void {
    for (const pid of this.pids()) process.kill(pid, 'SIGSTOP')
  }

  resume(): void {
    for (const pid of this.pids()) process.kill(pid, 'SIGCONT')
  }

  /** Its own and its workers'. */
  private pids(): number[] {
    const pid = String(this.child.pid)
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    return [pid, ...children.split(' ')].filter((each) => each !== '').map(Number)
  }

  private async stop(): Promise<void> {
    const endedEarly = this.child.exitCode !== null || this.child.signalCode !== null
    this.child.kill('SIGTERM')
    await this.closed
    rmSync(this.folder, { recursive: true, force: true })
    if (endedEarly) throw new Error(`the proxy ended by itself:\n${this.said}`)
  }
}

/** Node has no public word for it. */
function descriptorOf(server: net.Server): number {
  const { fd } = (server as unknown as { _handle: { fd: number } })._handle
  return fd
}
