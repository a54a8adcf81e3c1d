import { drive } from '../load/drive.js'
import { requestOf } from '../load/requests.js'
import { estimate, type Estimate } from '../stats.js'
import { BenchedServer } from './benched-server.js'
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
  /** Of bare Express in the same round. */
  readonly ratio: Estimate
  readonly requestsPerSecond: number
}

interface Sample {
  readonly cpuUs: number
  readonly ms: number
}

/**
 * Processor time per request of each variant, over what bare Express takes in the same slice. Each
 * round has processes of its own, since how one is laid out in memory sets its speed for its life,
 * and goes through all variants in slices so short that the machine's mood is the same for all.
 */
export async function overhead(scenario: Scenario, options: OverheadOptions): Promise<Row[]> {
  const chosen = variants.filter(({ name }) => options.only?.includes(name) ?? true)
  const samples = new Map<string, Sample[]>(chosen.map(({ name }) => [name, []]))
  for (let round = 0; round < options.rounds; round++) await play(scenario, options, samples)
  const bare = samples.get('bare')!
  return chosen.map(({ name }) => {
    const own = samples.get(name)!
    const perRequestMs = own.reduce((sum, { ms }) => sum + ms, 0) / own.length
    return {
      name,
      cpuUs: estimate(own.map(({ cpuUs }) => cpuUs)),
      addedUs: estimate(own.map(({ cpuUs }, i) => cpuUs - bare[i]!.cpuUs)),
      ratio: estimate(own.map(({ cpuUs }, i) => cpuUs / bare[i]!.cpuUs)),
      requestsPerSecond: Math.round(1000 / perRequestMs),
    }
  })
}

/** One round: adds a sample of each variant for each slice. */
async function play(
  scenario: Scenario,
  { requests, connections }: OverheadOptions,
  samples: ReadonlyMap<string, Sample[]>,
): Promise<void> {
  const { framework, method, keepAlive } = scenario
  const upstream = scenario.upstream ? await BenchedServer.start('bare', 'express5') : null
  const servers = await Promise.all(
    [...samples.keys()].map((name) => BenchedServer.start(name, framework, upstream?.port)),
  )
  try {
    const path = scenario.upstream ? '/upstream' : '/'
    const load = { request: requestOf(method, keepAlive, path), connections, keepAlive }
    for (const { port } of servers) {
      await drive({ ...load, port, requests: Math.min(WARM_UP, requests) })
    }
    const size = Math.min(SLICE, requests)
    for (let slice = 0; slice < Math.max(1, Math.round(requests / SLICE)); slice++) {
      for (let i = 0; i < servers.length; i++) {
        const server = servers[(i + slice) % servers.length]!
        const before = await server.cpuUs()
        const ms = await drive({ ...load, port: server.port, requests: size })
        const cpuUs = ((await server.cpuUs()) - before) / size
        samples.get(server.name)!.push({ cpuUs, ms: ms / size })
      }
    }
  } finally {
    await Promise.all([...servers, ...(upstream ? [upstream] : [])].map((server) => server.stop()))
  }
}

const SLICE = 2_000

/** Enough for all of a request's path to be compiled. */
const WARM_UP = 6_000
