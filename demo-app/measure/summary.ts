import { SCENARIOS } from '../world/scenarios.js'
import type { Outcome } from '../world/users.js'
import type { Visit } from '../world/visits.js'
import type { ConsoleError } from './console-errors.js'
import { ownerOf, type GroundTruth, type Owner } from './ground-truth.js'

/** Everything that was seen in one cell. */
export interface Observation {
  readonly name: string
  readonly withPackage: boolean
  readonly conditions: { readonly name: 'development' | 'production' }
  readonly visits: readonly Visit[]
  readonly outcomes: ReadonlyMap<string, Outcome>
  readonly truth: GroundTruth
  readonly errors: readonly ConsoleError[]
  readonly crashes: number
  readonly openFiles: readonly string[] | null
  /** Request ids of handlers that had not ended; when their client left, if it did. */
  readonly neverEnded: ReadonlyMap<string, number | null>
  readonly wastedMs: ReadonlyMap<string, number>
  readonly endedAt: number
}

/** One row of the table: a scenario in a cell, or a whole cell. */
export interface Row {
  readonly scenario: string
  readonly cell: string
  readonly visits: number
  readonly answered: number
  readonly errors: Readonly<Record<Owner, number>>
  /** How often each code stood on the console; a message where there is no code. */
  readonly codes: ReadonlyMap<string, number>
  /** Null where it cannot be said of one scenario. */
  readonly crashes: number | null
  readonly openFiles: number | null
  readonly neverEnded: number
  readonly wastedMs: number
  readonly faults: { readonly injected: number; readonly shown: number }
}

export const WHOLE_CELL = 'all'

export function scenariosOf(seen: Observation): string[] {
  const visited = new Set(seen.visits.map((visit) => visit.scenario))
  return SCENARIOS.map(({ name }) => name).filter((name) => visited.has(name))
}

/** The row of a scenario, or of all of them. */
export function summarise(seen: Observation, scenario: string): Row {
  const whole = scenario === WHOLE_CELL
  const mine = (id: string | null): boolean =>
    id === null ? whole : whole ? !id.startsWith('warm-up') : scenarioOf(id) === scenario
  const errors = seen.errors.filter((error) => mine(error.requestId))
  const owners: Record<Owner, number> = { client: 0, real: 0, unexplained: 0 }
  const codes = new Map<string, number>()
  const shown = new Set<string>()
  for (const error of errors) {
    const owner = ownerOf(error, seen.truth)
    owners[owner]++
    if (owner === 'real' && error.requestId !== null) shown.add(error.requestId)
    const label = error.code ?? error.message
    codes.set(label, (codes.get(label) ?? 0) + 1)
  }
  const visits = seen.visits.filter(({ id }) => mine(id))
  return {
    scenario,
    cell: seen.name,
    visits: visits.length,
    answered: visits.filter(({ id }) => seen.outcomes.get(id) === 'answered').length,
    errors: owners,
    codes,
    crashes: whole ? seen.crashes : null,
    openFiles: seen.openFiles?.filter((name) => mine(name)).length ?? null,
    neverEnded: [...seen.neverEnded.keys()].filter(mine).length,
    wastedMs: wasted(seen, mine),
    faults: { injected: [...seen.truth.faults.keys()].filter(mine).length, shown: shown.size },
  }
}

/** Time that handlers spent after their client had left; those that never ended, until now. */
function wasted(seen: Observation, mine: (id: string) => boolean): number {
  let total = 0
  for (const [id, ms] of seen.wastedMs) if (mine(id)) total += ms
  for (const [id, goneAt] of seen.neverEnded) {
    if (mine(id) && goneAt !== null) total += seen.endedAt - goneAt
  }
  return total
}

/** Request ids and file names both start with the scenario's name. */
function scenarioOf(id: string): string {
  return id.split(/[-.]/, 1)[0] ?? ''
}
