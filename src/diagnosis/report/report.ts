import type { Diagnosis } from '../../types/index.js'
import type { Cases } from '../cases.js'
import type { Draft } from '../causes/draft.js'
import { hazardOf } from '../causes/hazard.js'
import { ageBin, binStart } from '../state/age-scale.js'
import type { Summary } from '../state/summary.js'
import type { Counted, TopList } from '../state/top-list.js'
import { clockOf } from '../statistics/clock.js'
import type { AgeBin, DiagnosisReport, TimeBin, TopEntry, TopRoute } from '../types.js'

const TOP = 20
/** Bins of 1 % are too fine to draw: five of them make one. */
const TOGETHER = 5
const TIME_BINS = 120

/** The diagnosis with what a report draws. Parts of findings are scaled up from the sample. */
export function reportOf(
  diagnosis: Diagnosis,
  drafts: readonly Draft[],
  cases: Cases,
  summary: Summary,
): DiagnosisReport {
  const scale = summary.disconnects / Math.max(1, cases.size)
  const known = cases.all.flatMap(({ age }) => (age === null ? [] : [age]))
  const users = drafts.filter(({ cause }) => cause === 'user' || cause === 'slow-route')
  return {
    diagnosis,
    agesKnown: summary.ages.total,
    clockMs: clockOf(known),
    ages: agesOf(drafts, cases, summary, scale),
    hazard: hazardOf(
      users.flatMap(({ claims }) =>
        [...claims].flatMap(([index, weight]) => {
          const { age } = cases.at(index)
          return age === null ? [] : [{ age, weight }]
        }),
      ),
      summary.routes.durations(),
      scale,
    ),
    timeline: timelineOf(drafts, cases, summary, scale),
    routes: routesOf(summary),
    clients: entriesOf(summary.clients),
    agents: entriesOf(summary.agents),
  }
}

function agesOf(
  drafts: readonly Draft[],
  cases: Cases,
  { ages, routes }: Summary,
  scale: number,
): AgeBin[] {
  const completed = routes.durations().counts
  const claimed = drafts.map(({ claims }) =>
    sums(claims, (index) => {
      const { age } = cases.at(index)
      return age === null ? null : Math.floor(ageBin(age) / TOGETHER)
    }),
  )
  const bins: AgeBin[] = []
  for (let bin = 0; bin < ages.counts.length; bin += TOGETHER) {
    const sum = (counts: Float64Array): number =>
      counts.subarray(bin, bin + TOGETHER).reduce((all, each) => all + each, 0)
    const disconnects = sum(ages.counts)
    const answered = sum(completed)
    if (disconnects === 0 && answered === 0) continue
    bins.push({
      fromMs: binStart(bin),
      toMs: binStart(bin + TOGETHER),
      completed: answered,
      disconnects,
      byFinding: claimed.map((parts) => Math.round((parts.get(bin / TOGETHER) ?? 0) * scale)),
    })
  }
  return bins
}

function timelineOf(
  drafts: readonly Draft[],
  cases: Cases,
  { timeline }: Summary,
  scale: number,
): DiagnosisReport['timeline'] {
  const fine = timeline.bins()
  const together = Math.max(1, Math.ceil(fine.length / TIME_BINS))
  const binMs = timeline.widthMs * together
  const firstMs = fine[0]?.startMs ?? 0
  const claimed = drafts.map(({ claims }) =>
    sums(claims, (index) => {
      const { time } = cases.at(index)
      return time === null ? null : Math.floor((time - firstMs) / binMs)
    }),
  )
  const bins: TimeBin[] = []
  for (let at = 0; at < fine.length; at += together) {
    const part = fine.slice(at, at + together)
    bins.push({
      time: new Date(part[0]?.startMs ?? 0).toISOString(),
      exchanges: part.reduce((sum, each) => sum + each.exchanges, 0),
      disconnects: part.reduce((sum, each) => sum + each.disconnects, 0),
      byFinding: claimed.map((parts) => Math.round((parts.get(at / together) ?? 0) * scale)),
    })
  }
  return { binMs, bins }
}

/** Sums what is claimed by a key of each case. */
function sums(
  claims: ReadonlyMap<number, number>,
  keyOf: (index: number) => number | null,
): Map<number, number> {
  const found = new Map<number, number>()
  for (const [index, part] of claims) {
    const key = keyOf(index)
    if (key !== null) found.set(key, (found.get(key) ?? 0) + part)
  }
  return found
}

function routesOf({ routes }: Summary): TopRoute[] {
  return routes
    .top()
    .sort(([, a], [, b]) => b.disconnects - a.disconnects || b.count - a.count)
    .slice(0, TOP)
    .map(([name, { count, error, disconnects, completed }]) => ({
      name,
      disconnects,
      errorAtMost: error,
      exchanges: count,
      medianMs: completed.quantile(0.5),
      p95Ms: completed.quantile(0.95),
    }))
}

function entriesOf(list: TopList<Counted>): TopEntry[] {
  return list
    .top()
    .slice(0, TOP)
    .map(([name, { count, error }]) => ({ name, disconnects: count, errorAtMost: error }))
}
