import type { Diagnosis, DiagnosisCause, Finding } from '../../../src/types/index.js'
import type { Trace } from './simulate.js'
import type { Truth } from './truth.js'

/** What was right, wrong and missed in one trace. */
export interface Verdict {
  readonly hits: ReadonlyArray<{ readonly truth: Truth; readonly finding: Finding }>
  readonly missed: readonly Truth[]
  readonly wrong: readonly Finding[]
}

/**
 * A limit is found where it is told to 1 % or 0.1 s. A clock of whole seconds cannot tell it finer
 * than its step, since it may round or cut.
 */
export function isNear(foundMs: number | null, limitMs: number, clockMs: number): boolean {
  if (foundMs === null) return false
  return Math.abs(foundMs - limitMs) <= Math.max(limitMs * 0.01, 100, clockMs)
}

export function judge({ truths, world }: Trace, { findings }: Diagnosis): Verdict {
  const fits = (truth: Truth, finding: Finding): boolean =>
    truth.cause === finding.cause &&
    (truth.cause !== 'timeout' || isNear(finding.limitMs, truth.limitMs ?? 0, world.clockMs))
  const hits = truths.flatMap((truth) => {
    const finding = findings.find((each) => fits(truth, each))
    return finding === undefined ? [] : [{ truth, finding }]
  })
  return {
    hits,
    missed: truths.filter((truth) => !findings.some((finding) => fits(truth, finding))),
    wrong: findings.filter((finding) => !truths.some((truth) => fits(truth, finding))),
  }
}

/** Sums over many traces, by cause. */
export class Scores {
  readonly causes = new Map<DiagnosisCause, { hit: number; missed: number; wrong: number }>()
  /** Errors of limits that were found, as a part of what is allowed. */
  readonly errors: number[] = []
  /** The place of the true component among the candidates, from 1; 0 where it is not there. */
  readonly places: Array<{ readonly told: boolean; readonly place: number }> = []
  traces = 0
  /** Traces with a timeout finding that no limit is behind. */
  falseLimits = 0

  add(verdict: Verdict): void {
    this.traces++
    if (verdict.wrong.some(({ cause }) => cause === 'timeout')) this.falseLimits++
    for (const { truth, finding } of verdict.hits) {
      this.#of(truth.cause).hit++
      if (truth.cause !== 'timeout') continue
      const limitMs = truth.limitMs ?? 0
      this.errors.push(Math.abs((finding.limitMs ?? 0) - limitMs) / Math.max(limitMs * 0.01, 100))
      if (truth.component === undefined) continue
      const place = finding.candidates.findIndex(({ component }) => component === truth.component)
      this.places.push({ told: truth.told ?? false, place: place + 1 })
    }
    for (const { cause } of verdict.missed) this.#of(cause).missed++
    for (const { cause } of verdict.wrong) this.#of(cause).wrong++
  }

  /** The part of known components among the first three candidates. */
  named(told: boolean): number {
    const places = this.places.filter((each) => each.told === told)
    return places.filter(({ place }) => place >= 1 && place <= 3).length / places.length
  }

  #of(cause: DiagnosisCause): { hit: number; missed: number; wrong: number } {
    const sum = this.causes.get(cause) ?? { hit: 0, missed: 0, wrong: 0 }
    this.causes.set(cause, sum)
    return sum
  }
}
