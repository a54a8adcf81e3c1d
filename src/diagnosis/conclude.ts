import type { Diagnosis, Finding } from '../types/index.js'
import { Cases, weightOf, type Scene } from './cases.js'
import { clients } from './causes/clients.js'
import { departures } from './causes/departures.js'
import { whereOf, type Draft } from './causes/draft.js'
import { loggedLimits } from './causes/logged-limits.js'
import { moments } from './causes/moments.js'
import { badRanges, lostConnections } from './causes/networks.js'
import { serverLimits } from './causes/server-limits.js'
import { timeouts } from './causes/timeouts.js'
import type { DiagnosisSettings } from './options.js'
import { reportOf } from './report/report.js'
import type { Summary } from './state/summary.js'
import type { DiagnosisReport } from './types.js'

type FindCause = (scene: Scene) => Draft[]

/**
 * From what leaves least to chance to what is left over: what the records say themselves, limits,
 * moments, clients, networks, people. Each claims its cases, so that nothing is counted twice.
 */
const causes: readonly FindCause[] = [serverLimits, loggedLimits, timeouts]
const causesOfMany: readonly FindCause[] = [
  moments,
  badRanges,
  clients,
  lostConnections,
  departures,
]

/** Fewer disconnects than this always look like something: a moment, a client, a habit of people. */
const MANY = 30

export function conclude(summary: Summary, settings: DiagnosisSettings): DiagnosisReport {
  const cases = new Cases(summary.sample)
  const scene: Scene = { cases, summary, ...settings }
  const drafts = [...causes, ...(summary.disconnects < MANY ? [] : causesOfMany)]
    .flatMap((find) => find(scene))
    .sort((a, b) => weightOf(b.claims) - weightOf(a.claims))
  const findings = drafts.map((each) => findingOf(cases, each))
  const claimed = findings.reduce((sum, { share }) => sum + share, 0)
  const diagnosis: Diagnosis = {
    exchanges: summary.exchanges,
    disconnects: summary.disconnects,
    from: isoOf(summary.timeline.fromMs),
    to: isoOf(summary.timeline.toMs),
    findings,
    unexplained: summary.disconnects === 0 ? 0 : rounded(Math.max(0, 1 - claimed)),
  }
  return reportOf(diagnosis, drafts, cases, summary)
}

function findingOf(cases: Cases, { claims, ...rest }: Draft): Finding {
  const { cause, limitMs, basis, candidates, evidence, remedy, confidence } = rest
  return {
    cause,
    share: rounded(weightOf(claims) / Math.max(1, cases.size)),
    limitMs,
    basis,
    candidates,
    where: whereOf(cases, claims),
    evidence,
    remedy,
    confidence,
  }
}

function rounded(part: number): number {
  return Math.round(part * 1e4) / 1e4
}

function isoOf(ms: number): string {
  return Number.isNaN(ms) ? '' : new Date(ms).toISOString()
}
