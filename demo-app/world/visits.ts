import { seededRandom } from './random.js'
import { SCENARIOS, type Scenario, type Temper } from './scenarios.js'

/** One request of one user, planned before the first cell starts and the same in all of them. */
export interface Visit {
  /** Also the request's id, so that each line on the console can be traced to its user. */
  readonly id: string
  readonly scenario: string
  readonly method: string
  readonly path: string
  readonly body: Buffer | null
  readonly contentType: string | null
  readonly arrivesAtMs: number
  readonly temper: Temper
  /** After this time the user leaves, or stops reading. */
  readonly patienceMs: number
  /** Leaves with a RST, instead of the FIN of a closed tab. */
  readonly drops: boolean
}

const SEED = 2
/** Ages on loopback, and less than what production needs. */
const PATIENCE_MS = [1_000, 1_250] as const
const STALLS_AFTER_MS = 250
/** Who stalls comes back after this time, and finds the answer broken off; nobody waits longer. */
export const COMES_BACK_AFTER_MS = 7_000
const GIVES_UP_AFTER_MS = 12_000

/** Everybody's visits, shuffled, one every `everyMs`; a `share` of 0.5 plans half as many users. */
export function planVisits(share: number, everyMs: number): Visit[] {
  const random = seededRandom(SEED)
  return SCENARIOS.flatMap((scenario) => visitsOf(scenario, share, random))
    .map((visit) => ({ visit, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ visit }, index) => ({ ...visit, arrivesAtMs: index * everyMs }))
}

/** One visit to each scenario by users who stay. */
export function planWarmUp(): Visit[] {
  // Those who leave ask for what does not fail; these have the patience for it.
  return SCENARIOS.map((scenario) => ({
    ...toVisit(scenario, 1, 'leaves', GIVES_UP_AFTER_MS),
    id: `warm-up-${scenario.name}`,
  }))
}

function visitsOf(scenario: Scenario, share: number, random: () => number): Visit[] {
  const tempers = (['stays', 'leaves', 'stalls'] as const).flatMap((temper) =>
    Array<Temper>(Math.ceil(scenario.users[temper] * share)).fill(temper),
  )
  const [least, most] = PATIENCE_MS
  return tempers.map((temper, index) =>
    toVisit(scenario, index + 1, temper, least + random() * (most - least)),
  )
}

function toVisit(scenario: Scenario, user: number, temper: Temper, leavesAfterMs: number): Visit {
  const patience = { stays: GIVES_UP_AFTER_MS, leaves: leavesAfterMs, stalls: STALLS_AFTER_MS }
  return {
    id: `${scenario.name}-${String(user)}`,
    scenario: scenario.name,
    method: scenario.method,
    path: scenario.path(user, temper),
    body: scenario.body?.(user) ?? null,
    contentType: scenario.contentType ?? null,
    arrivesAtMs: 0,
    temper,
    patienceMs: patience[temper],
    // A phone in a tunnel drops the connection; so does everybody in the middle of an upload: the
    // FIN of a closed tab would queue there behind all that the kernel has taken.
    drops: scenario.method !== 'GET' || user % 4 === 0,
  }
}
