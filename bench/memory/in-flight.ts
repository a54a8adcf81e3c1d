import { join } from 'node:path'
import { requestOf } from '../load/requests.js'
import { Child } from '../processes/child.js'
import { HEAP_FLAGS } from '../processes/heap.js'
import { connectionLimit } from '../processes/open-file-limit.js'
import { estimate, type Estimate } from '../stats.js'
import { closeConnections, openConnections } from './connections.js'

export interface InFlightOptions {
  readonly connections: number
  /** Each in new processes. */
  readonly rounds: number
}

export interface InFlightRow {
  readonly name: string
  readonly connections: number
  /** What one open connection with its one pending request takes, in bytes. */
  readonly bytes: Estimate
  /** Above bare Express in the same round, in bytes. */
  readonly addedBytes: Estimate
}

const names = ['bare', 'connect-timeout', 'hand-written', 'all layers', 'observed'] as const

/** What an exchange in flight takes, over what its connection takes under bare Express. */
export async function inFlight(options: InFlightOptions): Promise<InFlightRow[]> {
  const connections = Math.min(options.connections, connectionLimit())
  const samples = new Map<string, number[]>(names.map((name) => [name, []]))
  for (let round = 0; round < options.rounds; round++) {
    for (const name of names) samples.get(name)!.push(await bytesPerExchange(name, connections))
  }
  const bare = samples.get('bare')!
  return names.map((name) => {
    const own = samples.get(name)!
    return {
      name,
      connections,
      bytes: estimate(own),
      addedBytes: estimate(own.map((bytes, i) => bytes - bare[i]!)),
    }
  })
}

async function bytesPerExchange(name: string, connections: number): Promise<number> {
  const server = await Child.start(join(__dirname, 'server-process.js'), [name], HEAP_FLAGS)
  try {
    // What is compiled and grown once must not count for each.
    await hold(server, Math.min(connections, WARM_UP), async () => undefined)
    const before = await server.ask<number>('liveBytes')
    const during = await hold(server, connections, () => server.ask<number>('liveBytes'))
    return (during - before) / connections
  } finally {
    await server.stop()
  }
}

async function hold<T>(server: Child, count: number, during: () => Promise<T>): Promise<T> {
  const sockets = await openConnections(server.port, count, requestOf('GET', true, '/hold'))
  try {
    await server.ask('untilHeld', count)
    return await during()
  } finally {
    await closeConnections(sockets)
    await server.ask('untilLeft')
  }
}

const WARM_UP = 500
