import type { Closure, Outcome, Phase } from '../../types/index.js'
import { pathTemplate } from '../path-template.js'
import type { DiagnosisRecord } from '../types.js'

/** What is kept of an exchange that was cut. Numbers that are not known are null, words are empty. */
export interface Disconnect {
  readonly time: number | null
  readonly age: number | null
  readonly idle: number | null
  readonly limit: number | null
  readonly route: string
  readonly outcome: Outcome
  readonly phase: Phase | ''
  readonly closure: Closure | ''
  readonly rule: string
  readonly address: string
  readonly agent: string
  readonly via: readonly string[]
  readonly loggedBy: string
}

const MAX_WORD = 64
const MAX_ROUTE = 160
const MAX_VIA = 8
const outcomes: readonly unknown[] = [
  'completed',
  'client-disconnected',
  'timed-out',
  'server-closed',
  'failed',
]
const phases: readonly unknown[] = ['receiving', 'processing', 'responding', 'flushing', 'done']
const closures: readonly unknown[] = ['fin', 'rst', 'h2-cancel', 'h2-goaway', 'none']

export function disconnectOf(record: DiagnosisRecord, outcome: Outcome): Disconnect {
  const client = clientOf(record)
  const cause = objectOf(record.cause)
  return {
    time: known(timeOf(record.time)),
    age: known(duration(record.ageMs)),
    idle: known(duration(record.idleMs)),
    limit: known(duration(record.timeoutMs)),
    route: own(routeOf(record)),
    outcome,
    phase: phases.includes(record.phase) ? (record.phase as Phase) : '',
    closure: closures.includes(record.closure) ? (record.closure as Closure) : '',
    rule: own(word(cause['rule'])),
    ...client,
    loggedBy: own(word(record.loggedBy)),
  }
}

/** Who it was with; the words are copies, and empty where they are not known. */
export function clientOf(record: DiagnosisRecord): Pick<Disconnect, 'address' | 'agent' | 'via'> {
  const client = objectOf(record.client)
  const via: readonly unknown[] = Array.isArray(client['via']) ? client['via'] : []
  return {
    address: own(word(client['address'])),
    agent: own(word(client['agent'])),
    via: via
      .slice(0, MAX_VIA)
      .map((each) => own(word(each)))
      .filter((each) => each !== ''),
  }
}

/** How it ended; a log without a verdict tells it by its status: 499 is nginx's, 460 AWS ALB's. */
export function outcomeOf(record: DiagnosisRecord): Outcome {
  if (outcomes.includes(record.outcome)) return record.outcome as Outcome
  return record.status === 499 || record.status === 460 ? 'client-disconnected' : 'completed'
}

export function routeOf({ route, path }: DiagnosisRecord): string {
  if (typeof route === 'string') return route.slice(0, MAX_ROUTE)
  return typeof path === 'string' ? pathTemplate(path) : ''
}

/** Ms since 1970, NaN where it is none that a date can hold. */
export function timeOf(time: unknown): number {
  const ms = typeof time === 'string' ? Date.parse(time) : typeof time === 'number' ? time : NaN
  return Math.abs(ms) <= 8.64e15 ? ms : NaN
}

/** Ms, NaN where it is no length of time. */
export function duration(value: unknown): number {
  return typeof value === 'number' && value >= 0 && value < Infinity ? value : NaN
}

export function word(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, MAX_WORD) : ''
}

function known(value: number): number | null {
  return Number.isNaN(value) ? null : value
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

/** A part of a string keeps the whole of it alive, such as a file's; a copy does not. */
function own(text: string): string {
  return text.length < 13 ? text : Buffer.from(text, 'utf8').toString('utf8')
}
