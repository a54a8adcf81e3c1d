import { drive } from '../load/drive.js'
import { requestOf } from '../load/requests.js'
import { estimate, median, type Estimate } from '../stats.js'
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
  /** Above what it is held against, in microseconds. */
  readonly addedUs: Estimate
  /** Of what it is held against. */
  readonly ratio: Estimate
  readonly requestsPerSecond: number
}

/** What a process took for a request, itself and bare Express beside it. */
interface Sample {
  readonly cpuUs: number
  readonly bareUs: number
  readonly ms: number
}

/**
 * Processor time per request of each variant, over what bare Express takes. Each round has processes
 * of its own, since how one is laid out in memory sets its speed for its life; so each holds bare
 * Express as well, and the difference is taken within it. What changes the whole process, as with an
 * upstream, is held against the bare process of the round. Slices are so short that the machine's
 * mood is the same for all.
 */
export async function overhead(scenario: Scenario, options: OverheadOptions): Promise<Row[]> {
  const chosen = variants.filter(({ name }) => options.only?.includes(name) ?? true)
  const samples = new Map<string, Sample[]>(chosen.map(({ name }) => [name, []]))
  for (let round = 0; round < options.rounds; round++) await play(scenario, options, samples)
  const bare = samples.get('bare')
  return chosen.map(({ name }) => {
    const own = samples.get(name)!
    const floor = own.map(({ bareUs }, i) => (scenario.upstream ? bare![i]!.cpuUs : bareUs))
    return {
      name,
      cpuUs: estimate(own.map(({ cpuUs }) => cpuUs)),
      addedUs: estimate(own.map(({ cpuUs }, i) => cpuUs - floor[i]!)),
      ratio: estimate(own.map(({ cpuUs }, i) => cpuUs / floor[i]!)),
      requestsPerSecond: Math.round(1000 / median(own.map(({ ms }) => ms))),
    }
  })
}

/** One round: adds a sample of each variant. */
async function play(
  scenario: Scenario,
  options: OverheadOptions,
  samples: ReadonlyMap<string, Sample[]>,
): Promise<void> {
  const upstream = scenario.upstream ? await BenchedServer.start('bare', 'express5') : null
  const servers = await Promise.all(
    [...samples.keys()].map((name) =>
      BenchedServer.start(name, scenario.framework, upstream?.port),
    ),
  )
  try {
    const slices = new Map(servers.map((server) => [server, [] as Sample[]]))
    for (const server of servers) await slice(scenario, options, server, WARM_UP)
    for (let n = 0; n < Math.max(1, Math.round(options.requests / SLICE)); n++) {
      for (let i = 0; i < servers.length; i++) {
        const server = servers[(i + n) % servers.length]!
        slices.get(server)!.push(await slice(scenario, options, server, SLICE))
      }
    }
    for (const [server, taken] of slices) samples.get(server.name)!.push(middle(taken))
  } finally {
    await Promise.all([...servers, ...(upstream ? [upstream] : [])].map((server) => server.stop()))
  }
}

/** As many requests to the variant and, around them, to bare Express in the same process. */
async function slice(
  { method, keepAlive, upstream }: Scenario,
  { requests, connections }: OverheadOptions,
  server: BenchedServer,
  most: number,
): Promise<Sample> {
  const size = Math.min(most, requests)
  const request = requestOf(method, keepAlive, upstream ? '/upstream' : '/')
  const drivePort = async (port: number, count: number): Promise<{ cpuUs: number; ms: number }> => {
    const before = await server.cpuUs()
    const ms = await drive({ request, connections, keepAlive, port, requests: count })
    return { cpuUs: (await server.cpuUs()) - before, ms }
  }
  const half = Math.ceil(size / 2)
  const first = await drivePort(server.barePort, half)
  const own = await drivePort(server.port, size)
  const second = await drivePort(server.barePort, half)
  return {
    cpuUs: own.cpuUs / size,
    bareUs: (first.cpuUs + second.cpuUs) / (2 * half),
    ms: own.ms / size,
  }
}

/** The middle slice of a process by what it added, with the middle of the rest. */
function middle(slices: readonly Sample[]): Sample {
  const bareUs = median(slices.map((each) => each.bareUs))
  const addedUs = median(slices.map((each) => each.cpuUs - each.bareUs))
  return { bareUs, cpuUs: bareUs + addedUs, ms: median(slices.map(({ ms }) => ms)) }
}

const SLICE = 2_000

/** Enough for all of a request's path to be compiled. */
const WARM_UP = 6_000
