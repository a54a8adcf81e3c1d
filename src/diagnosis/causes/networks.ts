import { tally, weightOf, wholeOf, type Scene } from '../cases.js'
import { draft, type Draft } from './draft.js'
import { excessOf } from './excess.js'
import { rangeOf } from './ranges.js'
import { addressesTell, visits } from './visitors.js'
import { confidenceOf, count, listed, percent } from './words.js'

const LEAST = 5
/** How much more often than its traffic a range has to be cut off. */
const RATIO = 3
const FALSE_POSITIVE_RATE = 1e-3

/** Ranges of addresses that are cut off far more often than their traffic explains. */
export function badRanges(scene: Scene): Draft[] {
  const { cases, minShare } = scene
  if (!addressesTell(scene)) return []
  const open = cases.open(({ address }) => address !== '')
  const heard = open.filter((index) => !cases.isEcho(index))
  const byRange = tally(cases, wholeOf(cases, heard), ({ address }) => rangeOf(address))
  const visitors = visits(scene, ({ address }) => address !== '')
  const bad: Array<{ range: string; logChance: number }> = []
  for (const [range, weight] of byRange) {
    if (weight < Math.max(LEAST, cases.size * 0.005)) break
    const { ratio, logChance } = excessOf(
      { ours: weight, all: heard.length, names: byRange.length },
      { ours: visits(scene, ({ address }) => rangeOf(address) === range), all: visitors },
    )
    const chance = logChance + Math.log(byRange.length)
    if (ratio < RATIO || chance > Math.log(FALSE_POSITIVE_RATE) || isOneClient(scene, range))
      continue
    bad.push({ range, logChance: chance })
  }
  if (bad.length === 0) return []
  const names = new Set(bad.map(({ range }) => range))
  const claims = wholeOf(
    cases,
    open.filter((index) => names.has(rangeOf(cases.at(index).address))),
  )
  if (weightOf(claims) < cases.size * minShare) return []
  cases.claim(claims)
  const shown = [...names].slice(0, 3)
  const part = visits(scene, ({ address }) => names.has(rangeOf(address))) / Math.max(1, visitors)
  const resets = tally(cases, claims, ({ closure }) => closure).find(
    ([closure]) => closure === 'rst',
  )
  return [
    draft({
      cause: 'network',
      claims,
      evidence:
        `${percent(weightOf(claims) / cases.size)} of the disconnects come from ` +
        `${count(names.size, 'address range')} (${listed(shown)}${names.size > 3 ? ', …' : ''}) with ` +
        `${percent(part)} of the completed exchanges, across ` +
        count(tally(cases, claims, ({ route }) => route).length, 'route') +
        `${resets === undefined ? '' : `; ${percent(resets[1] / weightOf(claims))} were resets`}.`,
      remedy:
        `Trace the way to ${listed(shown)} (a provider, a VPN, a proxy there); meanwhile let clients ` +
        'go on where they were cut (Range requests, retries), and free what hangs with ' +
        'requestTimeout({ idleMs: 30_000 }).',
      confidence: confidenceOf(Math.min(...bad.map(({ logChance }) => logChance))),
    }),
  ]
}

/** A network hits whoever uses it: several kinds of clients, or where these are not told many hosts. */
function isOneClient({ cases }: Scene, range: string): boolean {
  const claims = wholeOf(
    cases,
    cases.open(({ address }) => rangeOf(address) === range),
  )
  const total = weightOf(claims)
  const [[, agent] = ['', 0]] = tally(cases, claims, (each) => each.agent)
  if (agent > 0) return agent > total * 0.8
  return (tally(cases, claims, ({ address }) => address)[0]?.[1] ?? 0) > total * 0.6
}

/**
 * What the kernel reports as lost, and resets while the answer was still being made: a client that
 * stops waiting closes with a FIN then. Where most of all closes are resets, as behind HAProxy, they
 * say nothing.
 */
export function lostConnections(scene: Scene): Draft[] {
  const { cases, minShare } = scene
  const waiting = cases.open(({ phase }) => phase === 'processing' || phase === 'receiving')
  const resets = waiting.filter((index) => cases.at(index).closure === 'rst')
  const tell = resets.length < waiting.length * 0.6
  const chosen = new Set([
    ...cases.open(({ rule }) => rule === 'connection-lost'),
    ...(tell ? resets : []),
  ])
  const claims = wholeOf(cases, [...chosen])
  const routes = tally(cases, claims, ({ route }) => route).length
  if (weightOf(claims) < Math.max(LEAST, cases.size * minShare * 1.5) || routes < 3) return []
  cases.claim(claims)
  return [
    draft({
      cause: 'network',
      claims,
      evidence:
        `${percent(weightOf(claims) / cases.size)} of the disconnects are resets and lost ` +
        `connections while the answer was being made, across ${count(routes, 'route')}.`,
      remedy:
        'Look for a firewall, NAT or balancer that forgets connections, and keep them alive: ' +
        'server.keepAliveTimeout above its idle limit, socket.setKeepAlive(true, 30_000).',
      confidence: 0.75,
    }),
  ]
}
