import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Framework } from './variants.js'

/** A benched application's process, as its parent sees it. */
export class BenchedServer {
  private constructor(
    readonly name: string,
    readonly port: number,
    readonly child: ChildProcess,
  ) {}

  static async start(name: string, framework: Framework, upstreamPort = 0): Promise<BenchedServer> {
    const child = fork(
      join(__dirname, 'server-process.js'),
      [name, framework, String(upstreamPort)],
      {
        env: { ...process.env, NODE_ENV: 'production' },
      },
    )
    const [{ port }] = (await once(child, 'message')) as [{ port: number }]
    return new BenchedServer(name, port, child)
  }

  /** The processor time it has used so far, in microseconds. */
  async cpuUs(): Promise<number> {
    this.child.send('cpu')
    const [{ cpuUs }] = (await once(this.child, 'message')) as [{ cpuUs: number }]
    return cpuUs
  }

  async stop(): Promise<void> {
    const exited = once(this.child, 'exit')
    this.child.disconnect()
    await exited
  }
}
