import { knownLimit } from '../../known-limits/index.js'
import type { LimitCandidate } from '../../types/index.js'
import type { Disconnect } from '../state/disconnect.js'
import { tally, wholeOf, type Scene } from '../cases.js'
import { draft, type Draft } from './draft.js'
import { count, inCode, inWords, listed, percent } from './words.js'

/** Node looks at its own limits every 30 s by default, so that they pass late by up to this. */
const NODE_LATE_MS = 30_000

/** Limits of this server: nothing has to be guessed, the records say whose they were. */
export function serverLimits(scene: Scene): Draft[] {
  return [...ownLimits(scene), ...nodeLimits(scene)]
}

/** Limits of `requestTimeout`, each value for itself. */
function ownLimits({ cases, minShare }: Scene): Draft[] {
  const groups = new Map<number | null, number[]>()
  for (const index of cases.open(isOwn)) {
    const { limit } = cases.at(index)
    groups.set(limit, [...(groups.get(limit) ?? []), index])
  }
  return [...groups]
    .filter(([, group]) => group.length >= cases.size * minShare)
    .map(([limitMs, group]) => {
      const claims = wholeOf(cases, group)
      const routes = tally(cases, claims, ({ route }) => route).map(([route]) => route)
      cases.claim(claims)
      const named =
        limitMs === null ? 'a limit of requestTimeout' : `requestTimeout(${inCode(limitMs)})`
      return draft({
        cause: 'server-limit',
        claims,
        limitMs,
        basis: 'age',
        evidence:
          `${percent(group.length / cases.size)} of the disconnects were ended by ${named}, ` +
          `on ${routes.length > 3 ? count(routes.length, 'route') : listed(routes)}.`,
        remedy:
          limitMs === null
            ? 'Give these routes a requestTimeout of their own, above what they need.'
            : `Make these routes answer within ${inWords(limitMs)}, or give them ` +
              `requestTimeout(${inCode(limitMs * 2)}).`,
        confidence: 0.99,
      })
    })
}

/** A log that does not say who kept the limit may be anybody's. */
function isOwn({ outcome, rule }: Disconnect): boolean {
  return outcome === 'timed-out' && rule === 'limit-passed'
}

/** Node's own limits on how long a request may take to come. */
function nodeLimits({ cases, minShare }: Scene): Draft[] {
  const group = cases.open(({ rule }) => rule === 'node-request-timeout')
  if (group.length < Math.max(1, cases.size * minShare)) return []
  const claims = wholeOf(cases, group)
  cases.claim(claims)
  const ages = group.map((index) => cases.at(index).age ?? NaN).filter((age) => !Number.isNaN(age))
  const candidates = ['node/requestTimeout', 'node/headersTimeout']
    .map((id) => knownLimit(id))
    .filter((limit) => limit !== undefined)
    .map(({ name, setting, limitMs, source }): LimitCandidate => {
      return { component: name, setting, limitMs: limitMs ?? 0, source }
    })
  const first = Math.min(...ages)
  const fits = candidates.find(
    ({ limitMs }) => first >= limitMs * 0.99 && first <= limitMs + NODE_LATE_MS,
  )
  const limitMs = fits?.limitMs ?? (Number.isFinite(first) ? Math.round(first) : null)
  const setting = fits?.setting ?? 'requestTimeout'
  return [
    draft({
      cause: 'server-limit',
      claims,
      limitMs,
      basis: 'age',
      candidates: fits === undefined ? candidates : [fits, ...candidates.filter((c) => c !== fits)],
      evidence:
        `${percent(group.length / cases.size)} of the disconnects were ended by Node's own limit ` +
        `on receiving a request${limitMs === null ? '' : `, from ${inWords(limitMs)} on`}.`,
      remedy:
        `Raise server.${setting} above the slowest upload, for instance to ` +
        `${inCode((limitMs ?? 300_000) * 2)}, and bound slow ones with ` +
        `requestTimeout({ receiveMs: ${inCode(limitMs ?? 300_000)} }).`,
      confidence: 0.99,
    }),
  ]
}
