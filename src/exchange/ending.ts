import type { Outcome, Phase } from '../types/index.js'
import type { Ending } from './exchange.js'
import type { Departure } from './link.js'

const outcomes: Readonly<Record<Departure['origin'], Outcome>> = {
  client: 'client-disconnected',
  server: 'server-closed',
  application: 'failed',
}

/** How every exchange ends whose answer is out; one for all, since each request needs it. */
export const completed: Ending = Object.freeze<Ending>({
  outcome: 'completed',
  phase: 'done',
  closure: 'none',
  cause: null,
})

/** How an exchange ends where its connection ended. */
export function endingOf(departure: Departure, phase: Phase): Ending {
  const { origin, rule, closure, error } = departure
  return { outcome: outcomes[origin], phase, closure, cause: { origin, rule }, error }
}
