import { tally, weightOf, wholeOf, type Scene } from '../cases.js'
import { draft, type Draft } from './draft.js'
import { excessOf } from './excess.js'
import { addressesTell, isAutomatic, isBrowser, visits } from './visitors.js'
import { confidenceOf, count, listed, percent } from './words.js'

const LEAST = 5
const RATIO = 3
const FALSE_POSITIVE_RATE = 1e-3

/** One client, or one kind of program, that hangs up far more often than the others. */
export function clients(scene: Scene): Draft[] {
  return [...programs(scene), ...addresses(scene)]
}

/** Programs that call by themselves: probes, scrapers, webhooks. */
function programs(scene: Scene): Draft[] {
  const { cases, minShare } = scene
  const open = wholeOf(cases, cases.open())
  const agents = tally(cases, open, ({ agent }) => agent)
  return agents.flatMap(([agent, weight]) => {
    const enough = Math.max(LEAST, cases.size * minShare)
    if (weight < enough || agent === 'none' || agent === 'other' || isBrowser(agent)) return []
    // A library is used by many; only where it makes most of what is left is it one client's doing.
    if (!isAutomatic(agent) && weight < weightOf(open) * 0.5) return []
    const claims = wholeOf(
      cases,
      cases.open((each) => each.agent === agent),
    )
    const { ratio } = excessOf(
      { ours: weight, all: weightOf(open), names: agents.length },
      {
        ours: visits(scene, (each) => each.agent === agent),
        all: visits(scene, (each) => each.agent !== ''),
      },
    )
    if (ratio < RATIO) return []
    if (!isAutomatic(agent) && !oneRoute(scene, claims)) return []
    cases.claim(claims)
    return [clientDraft(scene, agent, claims, 0.9)]
  })
}

function oneRoute({ cases }: Scene, claims: ReturnType<typeof wholeOf>): boolean {
  const [[, weight] = ['', 0]] = tally(cases, claims, ({ route }) => route)
  return weight > weightOf(claims) * 0.7
}

/** More than these are no single client's doing. */
const MAX_ADDRESSES = 4

/** Addresses that are cut off far more often than their traffic explains. */
function addresses(scene: Scene): Draft[] {
  const { cases, minShare } = scene
  if (!addressesTell(scene)) return []
  const open = cases.open(({ address }) => address !== '')
  const byAddress = tally(cases, wholeOf(cases, open), ({ address }) => address)
  const visitors = visits(scene, ({ address }) => address !== '')
  const found = byAddress.flatMap(([address, weight]) => {
    if (weight < Math.max(LEAST, cases.size * minShare)) return []
    const { ratio, logChance } = excessOf(
      { ours: weight, all: open.length, names: byAddress.length },
      { ours: visits(scene, (each) => each.address === address), all: visitors },
    )
    const chance = logChance + Math.log(byAddress.length)
    if (ratio < RATIO || chance > Math.log(FALSE_POSITIVE_RATE)) return []
    const claims = wholeOf(
      cases,
      cases.open((each) => each.address === address),
    )
    const agents = tally(cases, claims, ({ agent }) => agent)
    // Several kinds of clients at one address are a network, or a proxy.
    if (agents.length > 0 && (agents[0]?.[1] ?? 0) < weight * 0.8) return []
    const agent = agents[0]?.[0] ?? ''
    return [{ who: agent === '' ? address : `${address} (${agent})`, claims, chance }]
  })
  if (found.length > MAX_ADDRESSES) return []
  return found.map(({ who, claims, chance }) => {
    cases.claim(claims)
    return clientDraft(scene, who, claims, confidenceOf(chance))
  })
}

function clientDraft(
  scene: Scene,
  who: string,
  claims: ReturnType<typeof wholeOf>,
  confidence: number,
): Draft {
  const { cases } = scene
  const routes = tally(cases, claims, ({ route }) => route).map(([route]) => route)
  const where = routes.length <= 3 ? listed(routes) : count(routes.length, 'route')
  return draft({
    cause: 'client-bug',
    claims,
    evidence:
      `${percent(weightOf(claims) / cases.size)} of the disconnects are made by ${who}` +
      `${where === '' ? '' : `, on ${where}`}.`,
    remedy:
      `Mend or slow ${who} down: a longer time limit there, or a rate limit in front of the server ` +
      'such as nginx limit_req with rate=1r/s.',
    confidence,
  })
}
