import { settingsFrom, type DiagnosisSettings } from './options.js'
import { conclude } from './conclude.js'
import type {
  DiagnosisCollector,
  DiagnosisOptions,
  DiagnosisRecord,
  DiagnosisReport,
} from './types.js'
import type { Diagnosis } from '../types/index.js'
import {
  disconnectOf,
  duration,
  namesOf,
  outcomeOf,
  routeOf,
  timeOf,
  word,
  type Disconnect,
} from './state/disconnect.js'
import { copyOf } from './state/copy.js'
import { AgeHistogram } from './state/histogram.js'
import { Priorities } from './state/priority.js'
import type { Visitor } from './state/summary.js'
import { RouteTable, type RoutesJson } from './state/routes.js'
import { Sample, type SampleJson } from './state/sample.js'
import { Timeline, type TimelineJson } from './state/timeline.js'
import { TopList, type Counted } from './state/top-list.js'

/** Disconnects that are kept whole; of a longer stream a uniform sample of as many. */
const SAMPLE = 16_384
/** Completed exchanges whose client is kept, to tell a busy client from one that hangs up. */
const COMPLETED_SAMPLE = 4096
const TOP_CLIENTS = 512

/** A state as plain JSON: `DiagnosisState.from` makes it a state again. */
export interface DiagnosisSnapshot {
  readonly v: 1
  readonly exchanges: number
  readonly disconnects: number
  readonly ages: readonly number[]
  readonly timeline: TimelineJson
  readonly routes: RoutesJson
  readonly clients: CountedJson
  readonly agents: CountedJson
  readonly sample: SampleJson<Disconnect>
  readonly visitors: SampleJson<Visitor>
}

interface CountedJson {
  readonly floor: number
  readonly entries: ReadonlyArray<readonly [name: string, count: number, error: number]>
}

/**
 * Takes exchanges one after another, in any order, and tells at any time why clients hang up. Its
 * size is bounded whatever the stream's length: counts and histograms are exact, of the disconnects
 * a uniform sample of 16,384 is kept (a shorter stream whole), and top lists have a stated error.
 * The states of several workers or machines are merged, by `snapshot()` and `from()` where they
 * are in other processes.
 *
 * @throws HangupError `ERR_HANGUP_OPTION` for an unknown option or a value out of range.
 * @example
 * ```ts
 * import { abortDetection, type Observer } from 'express-hangup'
 * import { DiagnosisState } from 'express-hangup/diagnosis'
 *
 * const state = new DiagnosisState()
 * const observer: Observer = { settled: (record) => state.add(record) }
 * app.use(abortDetection({ observers: [observer] }))
 * setInterval(() => console.info(state.result().findings), 3_600_000).unref()
 * ```
 */
export class DiagnosisState implements DiagnosisCollector {
  readonly #settings: DiagnosisSettings
  readonly #priorities = new Priorities()
  #exchanges = 0
  #disconnects = 0
  #ages = new AgeHistogram()
  #timeline = new Timeline()
  #routes: RouteTable
  readonly #clients = counted()
  readonly #agents = counted()
  #sample = new Sample<Disconnect>(SAMPLE)
  #visitors = new Sample<Visitor>(COMPLETED_SAMPLE)
  #visitorPriority = 1

  constructor(options: Readonly<DiagnosisOptions> = {}) {
    this.#settings = settingsFrom('DiagnosisState', options)
    this.#routes = new RouteTable(this.#settings.maxRoutes)
  }

  /** Takes one exchange. Never throws, whatever it is given; what is no object is passed over. */
  add(record: DiagnosisRecord): void {
    if (typeof record !== 'object' || (record as unknown) === null) return
    const outcome = outcomeOf(record)
    if (outcome === 'completed' || outcome === 'failed') {
      const asked = this.completed(routeOf(record), duration(record.ageMs), timeOf(record.time))
      if (asked) {
        const { address, agent } = namesOf(record)
        this.completedBy(address, agent)
      }
      return
    }
    const time = timeOf(record.time)
    const age = duration(record.ageMs)
    const { address, agent } = namesOf(record)
    this.#exchanges++
    this.#disconnects++
    this.#routes.disconnected(routeOf(record))
    if (!Number.isNaN(age)) this.#ages.add(age)
    if (!Number.isNaN(time)) this.#timeline.add(time, 1)
    if (address !== '') this.#clients.count(address)
    if (agent !== '') this.#agents.count(agent)
    const priority = this.#priorities.draw((age || 0) + (time || 0))
    if (this.#sample.wants(priority)) this.#sample.add(priority, disconnectOf(record, outcome))
  }

  /**
   * The short way for a completed exchange: NaN stands for an age or a time that is not known.
   * Where it returns true the state wants to know who that was: call `completedBy` next.
   */
  completed(route: string, ageMs: number, timeMs: number): boolean {
    this.#exchanges++
    this.#routes.completed(route, ageMs)
    if (!Number.isNaN(timeMs)) this.#timeline.add(timeMs, 0)
    this.#visitorPriority = this.#priorities.draw(ageMs)
    return this.#visitors.wants(this.#visitorPriority)
  }

  /** The client of the completed exchange that was told last. */
  completedBy(address: string | null, agent: string | null): void {
    const visitor = { address: copyOf(word(address)), agent: copyOf(word(agent)) }
    this.#visitors.add(this.#visitorPriority, visitor)
  }

  /**
   * Takes in what another state has seen. Counts and histograms are then the same as those of one
   * state that had seen both streams, and so is the whole result while the disconnects are no more
   * than the sample holds.
   */
  merge(other: DiagnosisState): void {
    this.#exchanges += other.#exchanges
    this.#disconnects += other.#disconnects
    this.#ages.merge(other.#ages)
    this.#timeline.merge(other.#timeline)
    this.#routes.merge(other.#routes)
    this.#clients.merge(other.#clients)
    this.#agents.merge(other.#agents)
    this.#sample.merge(other.#sample)
    this.#visitors.merge(other.#visitors)
  }

  /** The diagnosis so far. */
  result(): Diagnosis {
    return this.report().diagnosis
  }

  /** The diagnosis so far, with what a report draws. */
  report(): DiagnosisReport {
    return conclude(
      {
        exchanges: this.#exchanges,
        disconnects: this.#disconnects,
        ages: this.#ages,
        timeline: this.#timeline,
        routes: this.#routes,
        clients: this.#clients,
        agents: this.#agents,
        sample: this.#sample.items(),
        visitors: this.#visitors.items(),
      },
      this.#settings,
    )
  }

  /** Everything it holds, as plain JSON, for another process. */
  snapshot(): DiagnosisSnapshot {
    return {
      v: 1,
      exchanges: this.#exchanges,
      disconnects: this.#disconnects,
      ages: this.#ages.toJSON(),
      timeline: this.#timeline.toJSON(),
      routes: this.#routes.toJSON(),
      clients: countedJson(this.#clients),
      agents: countedJson(this.#agents),
      sample: this.#sample.toJSON(),
      visitors: this.#visitors.toJSON(),
    }
  }

  /** A state from another's snapshot, with options of its own. */
  static from(
    snapshot: DiagnosisSnapshot,
    options: Readonly<DiagnosisOptions> = {},
  ): DiagnosisState {
    const state = new DiagnosisState(options)
    state.#exchanges = snapshot.exchanges
    state.#disconnects = snapshot.disconnects
    state.#ages = AgeHistogram.from(snapshot.ages)
    state.#timeline = Timeline.from(snapshot.timeline)
    state.#routes = RouteTable.from(state.#settings.maxRoutes, snapshot.routes)
    restore(state.#clients, snapshot.clients)
    restore(state.#agents, snapshot.agents)
    state.#sample = Sample.from(SAMPLE, snapshot.sample)
    state.#visitors = Sample.from(COMPLETED_SAMPLE, snapshot.visitors)
    return state
  }
}

function counted(): TopList<Counted> {
  return new TopList<Counted>(TOP_CLIENTS, () => ({ count: 0, error: 0 }))
}

function countedJson({ floor, entries }: TopList<Counted>): CountedJson {
  return { floor, entries: [...entries].map(([name, { count, error }]) => [name, count, error]) }
}

function restore(list: TopList<Counted>, { floor, entries }: CountedJson): void {
  list.floor = floor
  for (const [name, count, error] of entries) list.entries.set(name, { count, error })
}
