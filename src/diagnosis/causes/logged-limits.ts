import { candidatesFor } from '../limits/candidates.js'
import { limitOf, toleranceMs } from '../limits/estimate.js'
import { sightingOf } from '../limits/sighting.js'
import { clockOf } from '../statistics/clock.js'
import { wholeOf, type Cases, type Scene } from '../cases.js'
import { draft, type Draft } from './draft.js'
import { inCode, inWords, percent, roundedDown } from './words.js'

const MAX_LIMITS = 8

/**
 * Limits that a proxy's own log calls by name, such as a 504: that a limit passed is told, and only
 * its value has to be found.
 */
export function loggedLimits(scene: Scene): Draft[] {
  const { cases, minShare } = scene
  const open = cases.open(({ outcome, loggedBy }) => outcome === 'timed-out' && loggedBy !== '')
  const byLogger = new Map<string, number[]>()
  for (const index of open) {
    const { loggedBy } = cases.at(index)
    byLogger.set(loggedBy, [...(byLogger.get(loggedBy) ?? []), index])
  }
  const drafts: Draft[] = []
  for (const [loggedBy, indices] of byLogger) {
    let rest = indices
    for (let round = 0; round < MAX_LIMITS; round++) {
      const group = densest(cases, rest)
      if (group.length < Math.max(3, cases.size * minShare)) break
      drafts.push(limitDraft(cases, group, loggedBy))
      rest = rest.filter((index) => !group.includes(index))
    }
  }
  return drafts
}

/** Those whose ages are nearest to each other: within what a limit is told to. */
function densest(cases: Cases, indices: readonly number[]): number[] {
  const sorted = indices
    .filter((index) => cases.at(index).age !== null)
    .sort((a, b) => (cases.at(a).age ?? 0) - (cases.at(b).age ?? 0))
  let best: number[] = []
  let end = 0
  sorted.forEach((index, start) => {
    const from = cases.at(index).age ?? 0
    while (end < sorted.length && (cases.at(sorted[end] ?? 0).age ?? 0) <= from + reach(from)) end++
    if (end - start > best.length) best = sorted.slice(start, end)
  })
  return best
}

function reach(ms: number): number {
  return toleranceMs(ms) * 2
}

function limitDraft(cases: Cases, group: readonly number[], loggedBy: string): Draft {
  const claims = wholeOf(cases, group)
  cases.claim(claims)
  const ages = group.map((index) => cases.at(index).age ?? 0)
  const from = ages[0] ?? 0
  const clockMs = clockOf(ages)
  const middle = ages[ages.length >> 1] ?? 0
  const limitMs = Math.round(limitOf({ from, to: from, basis: 'age', clockMs }, middle))
  const candidates = candidatesFor(
    sightingOf(cases, claims, { limitMs, clockMs, basis: 'age', ofLogger: true }),
  )
  const setting = candidates[0]?.setting ?? 'time limit'
  return draft({
    cause: 'timeout',
    claims,
    limitMs,
    basis: 'age',
    candidates,
    evidence:
      `${percent(group.length / cases.size)} of the disconnects are a limit that ${loggedBy} itself ` +
      `logged as passed, at ${inWords(limitMs)}.`,
    remedy:
      `Raise ${setting} of ${loggedBy} to ${inWords(limitMs * 2)}, or let the server answer first ` +
      `with requestTimeout(${inCode(roundedDown(limitMs * 0.95))}).`,
    confidence: 0.97,
  })
}
