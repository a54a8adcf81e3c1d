import { join } from 'node:path'
import { Child } from '../processes/child.js'
import { connectionLimit } from '../processes/open-file-limit.js'
import { estimate, type Estimate } from '../stats.js'

interface Size {
  /** With a request in flight on each. */
  readonly connections: number
  /** Each with a limit of its own. */
  readonly routes: number
}

export interface GrowthRow extends Size {
  readonly name: string
  /** Processor time per request, in microseconds. */
  readonly cpuUs: Estimate
  /** Above bare Express in the same slice. */
  readonly addedUs: Estimate
}

/** A size that the limits of the machine forbid. */
export interface Skipped extends Size {
  readonly skipped: string
}

export type GrowthResult = GrowthRow | Skipped

const names = ['bare', 'connect-timeout', 'all layers'] as const
/** So many connections at most are at work at a time; on all others a request stays open. */
const ACTIVE = 16

const sizes: readonly Size[] = [
  ...[1, 10, 100, 1_000, 10_000].map((connections) => ({ connections, routes: 1 })),
  ...[1, 10, 100].map((routes) => ({ connections: ACTIVE, routes })),
]
const smokeSizes: readonly Size[] = [{ connections: 100, routes: 10 }]

/** Whether a request costs more where more are open, or where more routes have limits. */
export async function run({ smoke }: { readonly smoke: boolean }): Promise<GrowthResult[]> {
  const results: GrowthResult[] = []
  for (const size of smoke ? smokeSizes : sizes) {
    if (size.connections > connectionLimit()) {
      const skipped = `a process may hold ${connectionLimit()} connections: raise ulimit -n`
      results.push({ ...size, skipped })
    } else {
      results.push(...(await measure(size, smoke ? 2 : 30, smoke ? 100 : 2_000)))
    }
  }
  return results
}

async function measure(size: Size, slices: number, requests: number): Promise<GrowthRow[]> {
  const pairs = await Promise.all(names.map((name) => Pair.start(name, size)))
  try {
    // Each open request is answered and replaced once before anything is measured.
    for (const pair of pairs) await pair.cpuUs(size.connections + requests)
    const samples = new Map<string, number[]>(names.map((name) => [name, []]))
    for (let slice = 0; slice < slices; slice++) {
      for (let i = 0; i < pairs.length; i++) {
        const pair = pairs[(i + slice) % pairs.length]!
        samples.get(pair.name)!.push(await pair.cpuUs(requests))
      }
    }
    const bare = samples.get('bare')!
    return names.map((name) => {
      const own = samples.get(name)!
      const addedUs = estimate(own.map((us, i) => us - bare[i]!))
      return { ...size, name, cpuUs: estimate(own), addedUs }
    })
  } finally {
    await Promise.all(pairs.map((pair) => pair.stop()))
  }
}

/** A server and the process with its clients: ten thousand sockets each are enough for one. */
class Pair {
  private constructor(
    readonly name: string,
    private readonly server: Child,
    private readonly clients: Child,
  ) {}

  static async start(name: string, { connections, routes }: Size): Promise<Pair> {
    const held = Math.max(0, connections - ACTIVE)
    const [server, clients] = ['server', 'client'].map((which) =>
      join(__dirname, `${which}-process.js`),
    ) as [string, string]
    const serving = await Child.start(server, [name, held, routes].map(String))
    const asking = await Child.start(clients, [serving.port, connections, routes].map(String))
    await asking.ask('hold', held)
    return new Pair(name, serving, asking)
  }

  /** Processor time of the server per request. */
  async cpuUs(requests: number): Promise<number> {
    const before = await this.server.cpuUs()
    await this.clients.ask('send', requests)
    return ((await this.server.cpuUs()) - before) / requests
  }

  async stop(): Promise<void> {
    await this.clients.stop()
    await this.server.stop()
  }
}

export function print(results: readonly GrowthResult[]): void {
  for (const result of results) {
    const size = `${String(result.connections).padStart(6)} open, ${String(result.routes).padStart(3)} routes`
    if ('skipped' in result) {
      console.log(`  ${size}  skipped: ${result.skipped}`)
      continue
    }
    const { name, cpuUs, addedUs } = result
    console.log(
      `  ${size}  ${name.padEnd(16)} ${cpuUs.median.toFixed(1).padStart(6)} µs  added ` +
        `${addedUs.median.toFixed(1).padStart(5)} µs [${addedUs.low.toFixed(1)}, ${addedUs.high.toFixed(1)}]`,
    )
  }
}
