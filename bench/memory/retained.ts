import { join } from 'node:path'
import { requestOf } from '../load/requests.js'
import { Child } from '../processes/child.js'
import { HEAP_FLAGS } from '../processes/heap.js'
import { closeConnections, openConnections } from './connections.js'
import { PipelinedClient } from './pipelined.js'
import { slopeOf, type Slope } from './slope.js'

export interface RetainedOptions {
  /** Exchanges that complete. */
  readonly exchanges: number
  /** Exchanges of each other kind, which cost more: a connection each, or a limit that passes. */
  readonly others: number
  /** Of the heap's sizes, so many are looked at. */
  readonly samples: number
}

export interface RetainedRow {
  readonly name: string
  readonly how: Ending
  readonly exchanges: number
  /** Bytes that stay for each settled exchange. */
  readonly bytes: Slope
}

export type Ending = 'completed' | 'aborted' | 'timed out'

/** So many steps before the first look for each sample, in which what runs often is compiled. */
const WARM_UP = 0.3

const runs: ReadonlyArray<readonly [how: Ending, names: readonly string[]]> = [
  ['completed', ['bare', 'all layers', 'observed']],
  ['aborted', ['bare', 'all layers', 'observed']],
  ['timed out', ['all layers', 'observed']],
]

/** What stays of an exchange that is over: the slope of the heap over very many of them. */
export async function retained(options: RetainedOptions): Promise<RetainedRow[]> {
  const rows: RetainedRow[] = []
  for (const [how, names] of runs) {
    const exchanges = how === 'completed' ? options.exchanges : options.others
    // Time is not measured here, so they may stand in each other's way.
    const slopes = await Promise.all(
      names.map((name) => slope(name, how, exchanges, options.samples)),
    )
    rows.push(...slopes.map((bytes, i) => ({ name: names[i]!, how, exchanges, bytes })))
  }
  return rows
}

async function slope(
  name: string,
  how: Ending,
  exchanges: number,
  samples: number,
): Promise<Slope> {
  const server = await Child.start(join(__dirname, 'server-process.js'), [name], HEAP_FLAGS)
  const step = Math.max(1, Math.round(exchanges / samples))
  const load = await loads[how](server)
  try {
    const settled: number[] = []
    const bytes: number[] = []
    for (let sample = -Math.ceil(samples * WARM_UP); sample < samples; sample++) {
      await load.run(step)
      const live = await server.ask<number>('liveBytes')
      if (sample < 0) continue
      settled.push(sample * step)
      bytes.push(live)
    }
    return slopeOf(settled, bytes)
  } finally {
    load.close()
    await server.stop()
  }
}

interface Load {
  run(exchanges: number): Promise<void>
  close(): void
}

const loads: Readonly<Record<Ending, (server: Child) => Promise<Load>>> = {
  completed: (server) => pipelined(server, 8, '/'),
  aborted: async (server) => ({
    run: (exchanges) => abortMany(server, exchanges),
    close: () => undefined,
  }),
  // They wait for the limit side by side.
  'timed out': (server) => pipelined(server, 64, '/late'),
}

async function pipelined({ port }: Child, connections: number, path: string): Promise<Load> {
  const client = await PipelinedClient.open(port, connections, requestOf('GET', true, path))
  return { run: (exchanges) => client.send(exchanges), close: () => client.close() }
}

/** Hangs up, by FIN and by RST in turn, on requests that are being worked on. */
async function abortMany(server: Child, exchanges: number): Promise<void> {
  for (let left = exchanges; left > 0; left -= ABORTED_AT_ONCE) {
    const count = Math.min(left, ABORTED_AT_ONCE)
    const sockets = await openConnections(server.port, count, requestOf('GET', true, '/hold'))
    await server.ask('untilHeld', count)
    for (const socket of sockets.filter((_, i) => i % 2 === 0)) socket.resetAndDestroy()
    await closeConnections(sockets.filter((socket) => !socket.destroyed))
    await server.ask('untilLeft')
  }
}

const ABORTED_AT_ONCE = 200
