import { tally, weightOf, wholeOf, type Scene } from '../cases.js'
import { draft, type Draft } from './draft.js'
import { hazardOf, patienceOf } from './hazard.js'
import { addressesTell, agentsTell, isBrowser } from './visitors.js'
import { count, inCode, inWords, percent } from './words.js'

const LEAST = 6
/** A route is slow where half of its answers take this long, and this many times the others'. */
const SLOW_MS = 2000
const SLOWER = 3

/** People who leave: of a route that is slow, or of whatever they wait for. */
export function departures(scene: Scene): Draft[] {
  const told = agentsTell(scene)
  const people = scene.cases.open(
    ({ agent, outcome }) => outcome === 'client-disconnected' && (!told || isBrowser(agent)),
  )
  const slow = slowRoutes(scene, people)
  const left = people.filter((index) => scene.cases.free(index) > 0.5)
  return [...slow, ...users(scene, left, told)]
}

function slowRoutes(scene: Scene, people: readonly number[]): Draft[] {
  const { cases, summary, minShare } = scene
  const open = wholeOf(cases, people)
  const medians = summary.routes.top().map(([, { completed }]) => completed.quantile(0.5))
  const known = medians.filter((median) => median !== null).sort((a, b) => a - b)
  const usual = known[(known.length - 1) >> 1] ?? NaN
  return tally(cases, open, ({ route }) => route).flatMap(([route, weight]) => {
    if (weight < Math.max(LEAST, cases.size * minShare)) return []
    const stats = summary.routes.get(route)
    const median = stats?.completed.quantile(0.5) ?? null
    if (median === null || median < SLOW_MS || !(median >= usual * SLOWER)) return []
    const group = people.filter((index) => cases.at(index).route === route)
    const claims = wholeOf(cases, group)
    cases.claim(claims)
    const patience = patienceOf(group.map((index) => cases.at(index)))
    return [
      draft({
        cause: 'slow-route',
        claims,
        evidence:
          `${percent(weightOf(claims) / cases.size)} of the disconnects are people who leave ` +
          `${route === '' ? 'one route' : route}, where half of the answers take ` +
          `${inWords(median)} and more, against ${inWords(usual)} elsewhere.`,
        remedy:
          `Make ${route} faster than ${inWords(patience)}, or answer 202 and let the client ask again; ` +
          `requestTimeout(${inCode(Math.max(1000, Math.ceil((median * 2) / 1000) * 1000))}) on it bounds the work for those who left.`,
        confidence: 0.85,
      }),
    ]
  })
}

function users(scene: Scene, people: readonly number[], told: boolean): Draft[] {
  const { cases, summary, minShare } = scene
  const claims = wholeOf(cases, people)
  // What is left over here and there by the others is no crowd; less so where agents are not told.
  const least = Math.max(minShare, told ? 0.035 : 0.1)
  if (weightOf(claims) < Math.max(LEAST, cases.size * least)) return []
  const aged = people.map((index) => cases.at(index)).filter(({ age }) => age !== null)
  const routes = tally(cases, claims, ({ route }) => route).length
  const clients = tally(cases, claims, ({ address }) => address)
  // People are many; without ages or agents that is all there is to know them by.
  const known = addressesTell(scene)
  if (known && (clients[0]?.[1] ?? 0) > weightOf(claims) * 0.5) return []
  if (aged.length < people.length / 2) return told && known ? [agelessDraft(scene, claims)] : []
  const ages = aged.map(({ age }) => age ?? 0).sort((a, b) => a - b)
  const quantile = (part: number): number => ages[Math.floor((ages.length - 1) * part)] ?? NaN
  // Impatience spreads; what does not is something else.
  const spread = quantile(0.75) / Math.max(1, quantile(0.25))
  if (spread < 1.5 || (!told && spread > 4.8)) return []
  cases.claim(claims)
  const patience = patienceOf(aged)
  const curve = hazardOf(
    aged.map(({ age }) => ({ age: age ?? 0, weight: 1 })),
    summary.routes.durations(),
    summary.disconnects / Math.max(1, cases.size),
  ).filter(({ left, waiting }) => left >= 5 && waiting >= 10)
  const steepest = curve.reduce<(typeof curve)[number] | null>(
    (best, point) => (best === null || point.perSecond > best.perSecond ? point : best),
    null,
  )
  const rate =
    steepest === null
      ? ''
      : `; of those still waiting at ${inWords(steepest.fromMs)}, ` +
        `${percent(Math.min(1, steepest.perSecond))} leave each second`
  return [
    draft({
      cause: 'user',
      claims,
      evidence:
        `${percent(weightOf(claims) / cases.size)} of the disconnects spread as impatience does, ` +
        `across ${count(routes, 'route')}: from ${inWords(patience)} on people leave, half of them ` +
        `by ${inWords(quantile(0.5))}${rate}.`,
      remedy:
        `Answer, or show progress, within ${inWords(patience)}; stop the work of those who left with ` +
        `abortSignal(req), and bound it with requestTimeout(${inCode(Math.ceil(quantile(0.95) / 1000) * 1000)}).`,
      confidence: told ? 0.85 : 0.6,
    }),
  ]
}

function agelessDraft({ cases }: Scene, claims: ReturnType<typeof wholeOf>): Draft {
  cases.claim(claims)
  return draft({
    cause: 'user',
    claims,
    evidence:
      `${percent(weightOf(claims) / cases.size)} of the disconnects are of many browsers, at no ` +
      'moment and from no place of their own; their ages are not known.',
    remedy:
      'Log the ages, in nginx with $request_time in log_format, to tell impatience from time ' +
      'limits; stop the work of those who left with abortSignal(req).',
    confidence: 0.4,
  })
}
