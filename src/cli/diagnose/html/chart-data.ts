import type { DiagnosisReport } from '../../../diagnosis/index.js'
import { duration } from '../text/words.js'

/** What the charts are drawn from. Parts stand in the order of `names`; ages are in seconds. */
export interface ChartData {
  readonly names: readonly string[]
  readonly ages: Stack & {
    readonly limits: ReadonlyArray<{ readonly at: number; readonly name: string }>
  }
  readonly time: Stack
  readonly hazard: { readonly x: readonly number[]; readonly y: readonly number[] }
}

interface Stack {
  readonly x: readonly number[]
  readonly parts: ReadonlyArray<readonly number[]>
}

interface Bin {
  readonly x: number
  readonly disconnects: number
  readonly byFinding: readonly number[]
}

export function chartData(report: DiagnosisReport): ChartData {
  const { diagnosis, ages, hazard, timeline } = report
  const { findings } = diagnosis
  return {
    names: namesOf(report),
    ages: {
      ...stack(ageBins(ages), findings.length),
      limits: findings.flatMap(({ cause, limitMs, basis }) =>
        limitMs === null || basis === 'idle'
          ? []
          : [{ at: limitMs / 1000, name: `${cause} ${duration(limitMs)}` }],
      ),
    },
    time: stack(
      timeline.bins.map(({ time, ...bin }) => ({ x: Date.parse(time) / 1000, ...bin })),
      findings.length,
    ),
    hazard: {
      x: hazard.map(({ fromMs, toMs }) => middle(fromMs, toMs)),
      y: hazard.map(({ perSecond }) => perSecond),
    },
  }
}

/** The causes as the legend names them; what none explains stands last. */
export function namesOf({ diagnosis }: DiagnosisReport): string[] {
  const named = diagnosis.findings.map(({ cause, limitMs }) =>
    limitMs === null ? cause : `${cause} ${duration(limitMs)}`,
  )
  return [...named, 'unexplained']
}

/** Parts by finding, and what is left of the disconnects. */
function stack(bins: readonly Bin[], findings: number): Stack {
  const parts = Array.from({ length: findings }, (_, index) =>
    bins.map(({ byFinding }) => byFinding[index] ?? 0),
  )
  const rest = bins.map(({ disconnects, byFinding }) =>
    Math.max(0, disconnects - byFinding.reduce((sum, part) => sum + part, 0)),
  )
  return { x: bins.map(({ x }) => x), parts: [...parts, rest] }
}

/** From the first to the last disconnect, with an empty bin where there is a gap: steps need one. */
function ageBins(ages: DiagnosisReport['ages']): Bin[] {
  const bins: Bin[] = []
  let endMs = NaN
  for (const { fromMs, toMs, disconnects, byFinding } of ages.filter(
    (bin) => bin.disconnects > 0,
  )) {
    if (!Number.isNaN(endMs) && fromMs > endMs * 1.001) bins.push(empty(endMs))
    // A logarithm has no 0.
    bins.push({ x: Math.max(fromMs, 0.5) / 1000, disconnects, byFinding })
    endMs = toMs
  }
  return bins.length === 0 ? bins : [...bins, empty(endMs)]
}

function empty(fromMs: number): Bin {
  return { x: fromMs / 1000, disconnects: 0, byFinding: [] }
}

function middle(fromMs: number, toMs: number): number {
  return Math.sqrt(Math.max(fromMs, 0.5) * toMs) / 1000
}
