import type { DiagnosisCause } from '../../types/index.js'
import { clockOf } from '../statistics/clock.js'
import { fitBlock } from '../statistics/edges.js'
import { countBetween, scan, type ScanPlan } from '../statistics/scan.js'
import { tally, weightOf, type Cases, type Claims, type Scene } from '../cases.js'
import { draft, type Draft } from './draft.js'
import { rangeOf } from './ranges.js'
import { addressesTell } from './visitors.js'
import { confidenceOf, count, inCode, inWords, percent } from './words.js'

const MAX_MOMENTS = 40
/** A restart is over within this; an outage of the network lasts. */
const MOMENT_MS = 3000
const OUTAGE_MS = 300_000
const WIDTHS_MS = [100, 300, 1000, 2000, MOMENT_MS, 10_000, 30_000, 90_000, OUTAGE_MS]
const LEAST = 5
/** How many times as many have to end in a moment as around it. */
const RATIO = 3
/** A small part of a restart's connections is not seen by chance. */
const FALSE_POSITIVE_RATE = 1e-4

interface Range {
  readonly from: number
  readonly to: number
}

interface Moment extends Range {
  readonly cause: DiagnosisCause
  readonly logChance: number
  readonly claims: Claims
}

/** Moments in which far more connections end than around them: restarts, and the network's outages. */
export function moments(scene: Scene): Draft[] {
  const found = [...findMoments(scene)]
  return (['restart', 'network'] as const).flatMap((cause) => {
    const ours = found.filter((moment) => moment.cause === cause)
    const claims: Claims = new Map(ours.flatMap((moment) => [...moment.claims]))
    if (weightOf(claims) < Math.max(LEAST, scene.cases.size * scene.minShare)) return []
    scene.cases.claim(claims)
    return [
      cause === 'restart' ? restartDraft(scene, ours, claims) : outageDraft(scene, ours, claims),
    ]
  })
}

function* findMoments(scene: Scene): Generator<Moment> {
  const { cases } = scene
  const known = cases.open(({ time }) => time !== null)
  const clock = clockOf(known.map((index) => cases.at(index).time ?? 0)) >= 1000 ? 1000 : 1
  const taken = new Set<number>()
  for (let round = 0; round < MAX_MOMENTS; round++) {
    const open = known.filter((index) => !taken.has(index) && !cases.isEcho(index))
    const times = Float64Array.from(open, (index) => cases.at(index).time ?? 0).sort()
    const { best, tests } = scan(times, planFor(times, clock))
    if (best === null) return
    const logChance = best.logP + Math.log(tests)
    if (logChance > Math.log(FALSE_POSITIVE_RATE)) return
    const floor = best.expected / (best.to - best.from + clock)
    const block = withoutGaps(times, fitBlock(times, best.from, best.to, clock, floor), clock)
    const inside = known.filter((index) => {
      const time = cases.at(index).time ?? NaN
      return !taken.has(index) && time >= block.from && time <= block.to
    })
    for (const index of inside) taken.add(index)
    const part = Math.max(0, 1 - (floor * (block.to - block.from + clock)) / inside.length)
    const claims: Claims = new Map(inside.map((index) => [index, part * cases.free(index)]))
    const cause = causeOf(scene, claims, block.to - block.from)
    if (cause !== null) yield { ...block, cause, logChance, claims }
  }
}

/** The chance that a gap as wide opens in what is spread evenly. */
const GAP_CHANCE = 1e-4

/**
 * Two restarts within minutes are two moments: where a gap parts them that chance would not open,
 * it is the fuller side. Of n even steps, one is wider than a part g of the whole with a chance of
 * at most n (1 - g) ^ (n - 1).
 */
function withoutGaps(times: Float64Array, { from, to }: Range, clock: number): Range {
  const inside = times.filter((time) => time >= from && time <= to)
  const block = { from, to }
  if (to - from <= MOMENT_MS || inside.length < LEAST) return block
  let widest = { at: 0, wide: 0 }
  for (let at = 1; at < inside.length; at++) {
    const wide = (inside[at] ?? 0) - (inside[at - 1] ?? 0)
    if (wide > widest.wide) widest = { at, wide }
  }
  const { at, wide } = widest
  // Neighbours on a coarse clock are a step apart.
  const part = (wide - clock) / (to - from)
  const chance = inside.length * (1 - part) ** (inside.length - 1)
  if (chance > GAP_CHANCE) return block
  return at * 2 >= inside.length
    ? withoutGaps(times, { from, to: inside[at - 1] ?? from }, clock)
    : withoutGaps(times, { from: inside[at] ?? to, to }, clock)
}

/** Chance is judged by what is far around; what is near has to be exceeded as well. */
function planFor(times: Float64Array, clock: number): ScanPlan {
  return {
    widths: [...new Set(WIDTHS_MS.map((width) => Math.floor(width / clock) * clock))],
    fits: () => true,
    flank: (start, width) => {
      const wide = width + clock
      // Where disconnects are rare, far enough to meet some.
      const far = wide * 60
      return countBetween(times, start - far, start + far) < 100 ? far * 5 : wide * 12
    },
    clock,
    least: LEAST,
    ratio: () => RATIO,
  }
}

/** Null where it is neither: one client's page that was closed, say. */
function causeOf(scene: Scene, claims: Claims, lengthMs: number): DiagnosisCause | null {
  const { cases } = scene
  const total = weightOf(claims)
  const most = (word: Parameters<typeof tally>[2]): number =>
    (tally(cases, claims, word)[0]?.[1] ?? 0) / total
  if (addressesTell(scene) && most(({ address }) => address) > 0.6) return null
  const agents = tally(cases, claims, ({ agent }) => agent).length
  const routes = tally(cases, claims, ({ route }) => route).length
  const closures = tally(cases, claims, ({ closure }) => closure)
  const resets = closures
    .filter(([closure]) => closure === 'rst' || closure === 'none')
    .reduce((sum, [, weight]) => sum + weight, 0)
  if (addressesTell(scene) && most(({ address }) => rangeOf(address)) > 0.8) return 'network'
  const closed = tally(cases, claims, ({ outcome }) => outcome).find(
    ([outcome]) => outcome === 'server-closed',
  )
  if (lengthMs <= MOMENT_MS || (closed?.[1] ?? 0) > total * 0.5) return 'restart'
  // Servers that stop one after another still say goodbye.
  const polite = closures.length > 0 && resets < total * 0.5
  if (lengthMs <= MOMENT_MS * 4 && polite) return 'restart'
  // What lasts longer is a server that was slow for a while, as like as not.
  if (lengthMs > OUTAGE_MS) return null
  if (routes < 2 && agents < 2) return null
  return closures.length === 0 || resets >= total * 0.5 ? 'network' : null
}

function restartDraft({ cases, summary }: Scene, found: readonly Moment[], claims: Claims): Draft {
  const clients = tally(cases, claims, ({ address }) => address).length
  const longest = summary.routes.durations().quantile(0.95) ?? 10_000
  const graceMs = Math.min(60_000, Math.max(5000, Math.ceil(longest / 5000) * 5000))
  return draft({
    cause: 'restart',
    claims,
    evidence: `${whenAndWhere(cases, found, claims)} and ${count(clients, 'client')}${firstOf(found)}.`,
    remedy:
      `Let connections end before the process does: guardServer(server).close({ graceMs: ` +
      `${inCode(graceMs)} }) on SIGTERM, and the same time in the proxy before it is reloaded.`,
    confidence: confidenceOf(Math.min(...found.map(({ logChance }) => logChance))),
  })
}

function outageDraft({ cases }: Scene, found: readonly Moment[], claims: Claims): Draft {
  const ranges = tally(cases, claims, ({ address }) => rangeOf(address)).length
  return draft({
    cause: 'network',
    claims,
    evidence:
      `${whenAndWhere(cases, found, claims)} and ${count(ranges, 'address range')}${firstOf(found)}: ` +
      `connections were lost.`,
    remedy:
      'Look at what the network, the load balancer and the provider did at these moments; ' +
      'requestTimeout({ idleMs: 30_000 }) frees what hangs on lost connections.',
    confidence: confidenceOf(Math.min(...found.map(({ logChance }) => logChance))),
  })
}

function whenAndWhere(cases: Cases, found: readonly Moment[], claims: Claims): string {
  const routes = tally(cases, claims, ({ route }) => route).length
  return (
    `${percent(weightOf(claims) / cases.size)} of the disconnects fall into ` +
    `${count(found.length, 'moment')} of at most ${inWords(Math.max(...found.map(lengthOf), 1000))}, ` +
    `across ${count(routes, 'route')}`
  )
}

function lengthOf({ from, to }: Moment): number {
  return to - from
}

function firstOf(found: readonly Moment[]): string {
  const first = Math.min(...found.map(({ from }) => from))
  return Number.isFinite(first) ? `, the first at ${new Date(first).toISOString()}` : ''
}
