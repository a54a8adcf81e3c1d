import type { LimitConfidence } from '../../known-limits/index.js'

/** What is wrong between two limits, or not as it might be. */
export interface TimeoutFinding {
  /** A stable name, such as `keep-alive-too-short`. */
  readonly rule: TimeoutRule
  /** `fault`: users will see it. `notice`: whether they will depends on what was not told. */
  readonly level: 'fault' | 'notice'
  /** The setting that is to be changed. */
  readonly setting: string
  /** Its value in milliseconds; `null` where there is none. */
  readonly valueMs: number | null
  /** What it was compared with. */
  readonly against: string
  /** Its value in milliseconds; `null` where there is none. */
  readonly againstMs: number | null
  /** What users, and you in your log, will see. */
  readonly effect: string
  /** The line that puts it right. */
  readonly fix: string
  /** Where the other value is from: `given` by you, or an https address of a default. */
  readonly source: string
  /** How sure a default is; `null` where the value was given. */
  readonly confidence: LimitConfidence | null
}

/** The names of what is looked for. */
export type TimeoutRule =
  | 'keep-alive-too-short'
  | 'keep-alive-too-long'
  | 'keep-alive-by-the-buffer'
  | 'keep-alive-unknown'
  | 'no-request-limit'
  | 'request-limit-above-front'
  | 'pauses-unlimited'
  | 'answers-unlimited'
  | 'uploads-cut'
  | 'headers-limit-unused'
  | 'headers-unlimited'
  | 'checked-too-rarely'
  | 'socket-timeout-first'
  | 'upstream-unlimited'
  | 'upstream-above-request-limit'
  | 'client-first'
  | 'fronts-out-of-order'

/** A value of the setup with its name and where it is from. */
export interface Sourced {
  readonly label: string
  readonly ms: number
  readonly source: string
  readonly confidence: LimitConfidence | null
}

/** `against` and what belongs to it, as a finding has them. */
export function comparedWith({
  label,
  ms,
  source,
  confidence,
}: Sourced): Pick<TimeoutFinding, 'against' | 'againstMs' | 'source' | 'confidence'> {
  return { against: label, againstMs: ms, source, confidence }
}

/** A value that the caller told. */
export function given(label: string, ms: number): Sourced {
  return { label, ms, source: 'given', confidence: null }
}
