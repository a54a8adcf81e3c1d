import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from '../load/client.js'
import { requestOf } from '../load/requests.js'
import { Child } from '../processes/child.js'

/**
 * A benched application under valgrind, which counts the instructions that its process runs outside
 * of the kernel. Compiler and collector run on its one thread, and what is drawn at random begins
 * the same each time.
 */
export class CountedServer {
  readonly #child: Child
  readonly #client: Client
  readonly #folder: string

  private constructor(child: Child, client: Client, folder: string) {
    this.#child = child
    this.#client = client
    this.#folder = folder
  }

  static async start(variant: string): Promise<CountedServer> {
    const folder = mkdtempSync(join(tmpdir(), 'hangup-instructions-'))
    try {
      const child = await Child.start(
        join(__dirname, '..', 'overhead', 'server-process.js'),
        [variant, 'express5'],
        [
          ...['--tool=callgrind', '--smc-check=all-non-file', '--instr-atstart=no'],
          ...[`--callgrind-out-file=${join(folder, 'out')}`, '--log-file=/dev/null'],
          ...[process.execPath, '--single-threaded', '--hash-seed=1', '--random-seed=1'],
        ],
        'valgrind',
      )
      const request = requestOf('GET', true)
      const load = { port: child.port, request, connections: 16, keepAlive: true }
      return new CountedServer(child, await Client.open(load), folder)
    } catch (error) {
      rmSync(folder, { recursive: true })
      throw new Error('the server did not start under valgrind; is it installed?', { cause: error })
    }
  }

  async send(requests: number): Promise<void> {
    await this.#client.send(requests)
  }

  /** Counts from here on, which makes it slower still. */
  startCounting(): void {
    this.#control('--instr=on')
  }

  /** The instructions since the last call. */
  take(): number {
    this.#control('--dump')
    const [last] = readdirSync(this.#folder)
      .filter((name) => /^out\.\d+$/.test(name))
      .sort((a, b) => Number(b.slice(4)) - Number(a.slice(4)))
    const text = readFileSync(join(this.#folder, last ?? ''), 'utf8')
    return Number(/^(?:summary|totals): (\d+)/m.exec(text)?.[1] ?? NaN)
  }

  async stop(): Promise<void> {
    this.#client.close()
    await this.#child.stop()
    rmSync(this.#folder, { recursive: true })
  }

  #control(what: string): void {
    execFileSync('callgrind_control', [what, String(this.#child.child.pid)], { stdio: 'ignore' })
  }
}
