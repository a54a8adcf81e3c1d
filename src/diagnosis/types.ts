import type { Closure, Diagnosis, Outcome, Phase } from '../types/index.js'

/**
 * What diagnosis reads of an exchange: an `ExchangeRecord` is one, and so is what one line of a
 * proxy's log tells. Every field is optional; what is missing is not guessed. A field of the wrong
 * type counts as missing.
 */
export interface DiagnosisRecord {
  /** When it settled: ISO 8601, or milliseconds since the epoch (cheaper where there are many). */
  readonly time?: string | number | undefined
  readonly method?: string | undefined
  /** The route's pattern, or a path folded to a template. Without it `path` is folded here. */
  readonly route?: string | null | undefined
  readonly path?: string | undefined
  /** Without it a `status` of 499 or 460 is a client that left, and any other a completed exchange. */
  readonly outcome?: Outcome | undefined
  /** Where it stood when it was cut. */
  readonly phase?: Phase | null | undefined
  readonly closure?: Closure | null | undefined
  /** Who ended it, and the rule that decided: `limit-passed`, `node-request-timeout`, … */
  readonly cause?: { readonly origin?: string; readonly rule?: string } | null | undefined
  readonly status?: number | null | undefined
  /** From the request's start until it settled, in milliseconds. */
  readonly ageMs?: number | null | undefined
  /** From the request's start until the response header, in milliseconds. */
  readonly firstByteMs?: number | null | undefined
  /** Since the last byte moved in either direction, in milliseconds. */
  readonly idleMs?: number | null | undefined
  /** The limit in force, in milliseconds. */
  readonly timeoutMs?: number | null | undefined
  readonly client?:
    | {
        /** IPv4 or IPv6, whole or truncated. */
        readonly address?: string | null | undefined
        /** A family as `ExchangeRecord` has it (`chrome`, `curl`, …), never a whole header. */
        readonly agent?: string | null | undefined
        /** What stands in front, as `ExchangeRecord` has it. */
        readonly via?: readonly string[] | undefined
      }
    | undefined
  /** Who wrote this line, as `src/known-limits` calls it: `nginx`, `haproxy`, `aws-alb`, … */
  readonly loggedBy?: string | null | undefined
}

/** Options of `diagnose` and `DiagnosisState`. */
export interface DiagnosisOptions {
  /**
   * The chance that a stream without any limit gets a `timeout` finding.
   * @default 0.001
   */
  readonly falsePositiveRate?: number
  /**
   * The smallest share of the disconnects that is worth a finding.
   * @default 0.02
   */
  readonly minShare?: number
  /**
   * How many routes are told apart; the others are looked at together.
   * @default 200
   */
  readonly maxRoutes?: number
}

/** A range of ages with what ended in it. */
export interface AgeBin {
  readonly fromMs: number
  readonly toMs: number
  readonly completed: number
  readonly disconnects: number
  /** Of the disconnects, those of each finding, in the findings' order. */
  readonly byFinding: readonly number[]
}

/** How readily people leave at an age: of those still waiting, the part that leaves each second. */
export interface HazardPoint {
  readonly fromMs: number
  readonly toMs: number
  readonly waiting: number
  readonly left: number
  readonly perSecond: number
}

/** A span of time with what settled in it. */
export interface TimeBin {
  /** Where it begins, ISO 8601. */
  readonly time: string
  readonly exchanges: number
  readonly disconnects: number
  /** Of the disconnects, those of each finding, in the findings' order. */
  readonly byFinding: readonly number[]
}

/** An entry of a top list. */
export interface TopEntry {
  readonly name: string
  readonly disconnects: number
  /** How many more there may be: never more than what was counted in all, divided by the list's size. */
  readonly errorAtMost: number
}

/** A route's entry of the top list. */
export interface TopRoute extends TopEntry {
  readonly exchanges: number
  /** Of completed exchanges; null where no age is known. */
  readonly medianMs: number | null
  readonly p95Ms: number | null
}

/** The diagnosis with what a report draws: `DiagnosisState.report()`. */
export interface DiagnosisReport {
  readonly diagnosis: Diagnosis
  /** Disconnects whose age is known. Where it is 0, limits cannot be found. */
  readonly agesKnown: number
  /** How coarse the clock of the ages looks, in milliseconds. */
  readonly clockMs: number
  readonly ages: readonly AgeBin[]
  readonly hazard: readonly HazardPoint[]
  readonly timeline: { readonly binMs: number; readonly bins: readonly TimeBin[] }
  readonly routes: readonly TopRoute[]
  readonly clients: readonly TopEntry[]
  readonly agents: readonly TopEntry[]
}

/**
 * What takes exchanges one after another and can be asked at any time. Its size is bounded whatever
 * the stream's length; states of several workers or shards can be merged.
 */
export interface DiagnosisCollector {
  /** Takes one exchange. Never throws, and keeps no reference to the object. */
  add(record: DiagnosisRecord): void
  /**
   * The short way for a completed exchange: NaN stands for an age or a time that is not known. Where
   * it returns true the state wants to know who that was: call `completedBy` next.
   */
  completed(route: string, ageMs: number, timeMs: number): boolean
  /** The client of the completed exchange that was told last; a sample of them is enough. */
  completedBy(address: string | null, agent: string | null): void
  /** The diagnosis so far. */
  result(): Diagnosis
  /** The same with what a report draws. */
  report(): DiagnosisReport
}
