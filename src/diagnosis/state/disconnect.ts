import type { Closure, Outcome, Phase } from '../../types/index.js'
import { foldPath } from '../formats/fold.js'
import type { DiagnosisRecord } from '../types.js'
import { copyOf } from './copy.js'

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
const outcomes: readonly Outcome[] = [
  'completed',
  'client-disconnected',
  'timed-out',
  'server-closed',
  'failed',
]
const phases: readonly Phase[] = ['receiving', 'processing', 'responding', 'flushing', 'done']
const closures: readonly Closure[] = ['fin', 'rst', 'h2-cancel', 'h2-goaway', 'none']

export function disconnectOf(record: DiagnosisRecord, outcome: Outcome): Disconnect {
  const { address, agent } = namesOf(record)
  const cause = objectOf(record.cause)
  return {
    time: known(timeOf(record.time)),
    age: known(duration(record.ageMs)),
    idle: known(duration(record.idleMs)),
    limit: known(duration(record.timeoutMs)),
    route: copyOf(routeOf(record)),
    outcome,
    phase: oneOf(phases, record.phase) ?? '',
    closure: oneOf(closures, record.closure) ?? '',
    rule: copyOf(word(cause['rule'])),
    address: copyOf(address),
    agent: copyOf(agent),
    via: viaOf(record),
    loggedBy: copyOf(word(record.loggedBy)),
  }
}

/** Who it was with, in words that are empty where they are not known. */
export function namesOf(record: DiagnosisRecord): { address: string; agent: string } {
  const client = objectOf(record.client)
  return { address: word(client['address']), agent: word(client['agent']) }
}

function viaOf(record: DiagnosisRecord): string[] {
  const { via } = objectOf(record.client)
  const told: readonly unknown[] = Array.isArray(via) ? via : []
  return told
    .slice(0, MAX_VIA)
    .map((each) => copyOf(word(each)))
    .filter((each) => each !== '')
}

/** How it ended; a log without a verdict tells it by its status: 499 is nginx's, 460 AWS ALB's. */
export function outcomeOf(record: DiagnosisRecord): Outcome {
  const told = oneOf(outcomes, record.outcome)
  if (told !== undefined) return told
  return record.status === 499 || record.status === 460 ? 'client-disconnected' : 'completed'
}

export function routeOf({ route, path }: DiagnosisRecord): string {
  if (typeof route === 'string') return route.slice(0, MAX_ROUTE)
  return typeof path === 'string' ? foldPath(path) : ''
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

function oneOf<T>(words: readonly T[], value: unknown): T | undefined {
  return words.find((each) => each === value)
}

function known(value: number): number | null {
  return Number.isNaN(value) ? null : value
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
