import type { DiagnosisRecord } from '../../../src/diagnosis/index.js'
import type { Closure, Outcome, Phase } from '../../../src/types/index.js'
import type { World } from './world.js'

/** An exchange as it really was, before it is written down. */
export interface Event {
  readonly time: number
  readonly route: string
  readonly ageMs: number
  readonly idleMs?: number
  readonly outcome: Outcome
  readonly phase?: Phase
  readonly closure?: Closure
  readonly rule?: string
  readonly limitMs?: number
  readonly address: string
  readonly agent: string
  readonly via?: readonly string[]
}

/** The progress clock of our own records. */
const PROGRESS_MS = 250

/** What the world's writer tells of an event. */
export function written(world: World, event: Event): DiagnosisRecord {
  const { writer, agentsTold, truncated } = world
  const ageMs = ticked(world, event.ageMs)
  const cut = event.outcome !== 'completed'
  const address = truncated ? event.address.replace(/\d+$/, '0') : event.address
  const client = { address, agent: agentsTold ? event.agent : null }
  if (writer === 'records') {
    const idleMs = event.idleMs ?? ageMs
    return {
      time: new Date(event.time).toISOString(),
      route: event.route,
      path: event.route,
      outcome: event.outcome,
      phase: cut ? (event.phase ?? 'processing') : 'done',
      closure: cut ? (event.closure ?? 'fin') : 'none',
      cause: cut ? { origin: 'client', rule: event.rule ?? 'peer-closed' } : null,
      ageMs,
      idleMs:
        idleMs < ageMs ? idleMs - world.draw.uniform(0, Math.min(idleMs, PROGRESS_MS)) : idleMs,
      timeoutMs: event.limitMs ?? null,
      client: { ...client, via: [...world.via, ...(event.via ?? [])] },
    }
  }
  return {
    // A line's time is that of its writing, in most formats to the second.
    time:
      writer === 'haproxy' || writer === 'aws-alb'
        ? event.time
        : Math.floor(event.time / 1000) * 1000,
    route: event.route,
    outcome: event.outcome,
    phase: writer === 'haproxy' && cut ? (event.phase ?? 'processing') : null,
    ageMs,
    client,
    loggedBy: writer === 'coarse' ? null : writer,
  }
}

function ticked({ clockMs, clockRounds }: World, ms: number): number {
  const ticks = clockRounds ? Math.round(ms / clockMs) : Math.floor(ms / clockMs)
  return clockMs < 1 ? Math.round(ticks * clockMs * 1000) / 1000 : ticks * clockMs
}
