import { join } from 'node:path'
import { Client } from '../load/client.js'
import { requestOf } from '../load/requests.js'
import { Child } from '../processes/child.js'
import { holdToOneProcessor } from '../processes/one-processor.js'
import { estimate, type Estimate } from '../stats.js'
import { variants, type Framework } from './variants.js'

export interface Scenario {
  readonly framework: Framework
  readonly method: 'GET' | 'POST'
  readonly keepAlive: boolean
  /** Each request makes one of its own, to another server. */
  readonly upstream?: boolean
}

export interface OverheadOptions {
  readonly rounds: number
  /** Requests to each server in each round. */
  readonly requests: number
  readonly connections: number
  readonly only?: readonly string[]
}

export interface Row {
  readonly name: string
  /** Processor time per request, in microseconds. */
  readonly cpuUs: Estimate
  /** Above bare Express in the same round, in microseconds. */
  readonly addedUs: Estimate
  /** The same above the variant that it is held against, where that ran too. */
  readonly over: { readonly name: string; readonly addedUs: Estimate } | null
  /** Of bare Express in the same round. */
  readonly ratio: Estimate
  readonly requestsPerSecond: number
}

/** What the requests of one process took, each. */
interface Sample {
  readonly cpuUs: number
  readonly ms: number
}

/**
 * Processor time per request of each variant, over what bare Express takes in the same round. Each
 * round has processes of its own, since how one is laid out in memory sets its speed for its life,
 * and goes through all variants in slices so short that the machine's mood is the same for all. A
 * process gives one sample, of all its slices: its garbage is collected every few thousand requests,
 * so that one slice pays for another.
 */
export async function overhead(scenario: Scenario, options: OverheadOptions): Promise<Row[]> {
  const chosen = variants.filter(({ name }) => options.only?.includes(name) ?? true)
  const samples = new Map<string, Sample[]>(chosen.map(({ name }) => [name, []]))
  const letGo = holdToOneProcessor()
  try {
    for (let round = 0; round < options.rounds; round++) {
      await play(scenario, options, samples, round)
    }
  } finally {
    letGo()
  }
  const bare = samples.get('bare')!
  const above = (own: readonly Sample[], others: readonly Sample[]): Estimate =>
    estimate(own.map(({ cpuUs }, i) => cpuUs - others[i]!.cpuUs))
  return chosen.map(({ name, over }) => {
    const own = samples.get(name)!
    const others = over === undefined ? undefined : samples.get(over)
    const perRequestMs = own.reduce((sum, { ms }) => sum + ms, 0) / own.length
    return {
      name,
      cpuUs: estimate(own.map(({ cpuUs }) => cpuUs)),
      addedUs: above(own, bare),
      over: others === undefined ? null : { name: over!, addedUs: above(own, others) },
      ratio: estimate(own.map(({ cpuUs }, i) => cpuUs / bare[i]!.cpuUs)),
      requestsPerSecond: Math.round(1000 / perRequestMs),
    }
  })
}

/** One round: adds a sample of each variant. */
async function play(
  scenario: Scenario,
  { requests, connections }: OverheadOptions,
  samples: ReadonlyMap<string, Sample[]>,
  round: number,
): Promise<void> {
  const { framework, method, keepAlive } = scenario
  const upstream = scenario.upstream ? await serverOf('bare', 'express5') : null
  const servers = new Map<string, Child>()
  try {
    const path = scenario.upstream ? '/upstream' : '/'
    const load = { request: requestOf(method, keepAlive, path), connections, keepAlive }
    const clients = new Map<string, Client>()
    const names = rotated([...samples.keys()], round)
    for (const name of names) servers.set(name, await serverOf(name, framework, upstream?.port))
    for (const [name, { port }] of servers) {
      const client = await Client.open({ ...load, port })
      await client.send(Math.min(WARM_UP, requests))
      clients.set(name, client)
    }
    const size = Math.min(SLICE, requests)
    const slices = Math.max(1, Math.round(requests / SLICE))
    const spent = new Map(names.map((name) => [name, { cpuUs: 0, ms: 0 }]))
    for (let slice = 0; slice < slices; slice++) {
      for (const name of rotated(names, slice)) {
        const so = spent.get(name)!
        const server = servers.get(name)!
        const before = await server.cpuUs()
        so.ms += await clients.get(name)!.send(size)
        so.cpuUs += (await server.cpuUs()) - before
      }
    }
    for (const client of clients.values()) client.close()
    for (const [name, { cpuUs, ms }] of spent) {
      samples.get(name)!.push({ cpuUs: cpuUs / (slices * size), ms: ms / (slices * size) })
    }
  } finally {
    await Promise.all(
      [...servers.values(), ...(upstream ? [upstream] : [])].map((server) => server.stop()),
    )
  }
}

function serverOf(name: string, framework: Framework, upstreamPort = 0): Promise<Child> {
  return Child.start(join(__dirname, 'server-process.js'), [name, framework, String(upstreamPort)])
}

/** Nobody is always the first, nor always behind the same. */
function rotated<T>(all: readonly T[], by: number): T[] {
  const first = by % all.length
  return [...all.slice(first), ...all.slice(0, first)]
}

/**
 * Some sixty milliseconds: shorter than the machine keeps a mood, and long enough that it counts
 * for little to fill the processor's caches, which the others have emptied.
 */
const SLICE = 1000

/**
 * Until all of a request's path is compiled. Most of it is after 20,000 requests on Node 24, and
 * after 45,000 on Node 20; a compiler that still runs counts as the server's own time.
 */
const WARM_UP = 45_000
