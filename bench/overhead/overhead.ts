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

/**
 * Processor time per request of each variant, over what bare Express takes in the same round. A
 * round goes through all variants, each time beginning with another one, in slices so short that
 * the machine's mood is the same for all.
 */
export async function overhead(scenario: Scenario, options: OverheadOptions): Promise<Row[]> {
  const chosen = variants.filter(({ name }) => options.only?.includes(name) ?? true)
  const upstream = scenario.upstream ? await BenchedServer.start('bare', 'express5') : null
  const servers = await Promise.all(
    chosen.map(({ name }) => BenchedServer.start(name, scenario.framework, upstream?.port)),
  )
  try {
    const load = {
      request: requestOf(
        scenario.method,
        scenario.keepAlive,
        scenario.upstream ? '/upstream' : '/',
      ),
      connections: options.connections,
      keepAlive: scenario.keepAlive,
    }
    for (const { port } of servers) await drive({ ...load, port, requests: options.requests })
    const slices = Math.max(1, Math.round(options.requests / SLICE))
    const sliced = { ...load, requests: Math.min(SLICE, options.requests) }
    const samples = new Map<string, { cpuUs: number; ms: number }[]>()
    for (const { name } of servers) samples.set(name, [])
    for (let slice = 0; slice < options.rounds * slices; slice++) {
      for (let i = 0; i < servers.length; i++) {
        const server = servers[(i + slice) % servers.length]!
        const before = await server.cpuUs()
        const ms = await drive({ ...sliced, port: server.port })
        const cpuUs = ((await server.cpuUs()) - before) / sliced.requests
        samples.get(server.name)!.push({ cpuUs, ms })
      }
    }
    const bare = samples.get('bare')!
    return chosen.map(({ name }) => {
      const own = samples.get(name)!
      const totalMs = own.reduce((sum, { ms }) => sum + ms, 0)
      return {
        name,
        cpuUs: estimate(own.map(({ cpuUs }) => cpuUs)),
        addedUs: estimate(own.map(({ cpuUs }, i) => cpuUs - bare[i]!.cpuUs)),
        ratio: estimate(own.map(({ cpuUs }, i) => cpuUs / bare[i]!.cpuUs)),
        requestsPerSecond: Math.round((own.length * sliced.requests * 1000) / totalMs),
      }
    })
  } finally {
    await Promise.all([...servers, ...(upstream ? [upstream] : [])].map((server) => server.stop()))
  }
}

const SLICE = 2_000
