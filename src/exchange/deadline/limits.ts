import { DeadlineQueue } from './deadline-queue.js'

/**
 * A minimum rate: the average since the first byte was owed, after a grace period; and no pause in
 * which more than the grace period is lost.
 */
export interface MinRate {
  /** Bytes per second. */
  readonly bytesPerSecond: number
  /** How long after the first owed byte the rate is not looked at, in milliseconds. */
  readonly graceMs: number
}

/** What may be limited, each optional; times in milliseconds from the start of the exchange. */
export interface LimitValues {
  /** Until the response header is out. */
  readonly responseMs?: number | undefined
  /** Until the exchange is over. */
  readonly totalMs?: number | undefined
  /** Until the request body is complete, not counting the time in which the application does not read. */
  readonly receiveMs?: number | undefined
  /** How long no byte may move while one is owed. */
  readonly idleMs?: number | undefined
  readonly minReceiveRate?: MinRate | undefined
  readonly minSendRate?: MinRate | undefined
}

/** The name of the limit that passed. */
export type LimitName = keyof LimitValues

/** Limits at fixed moments, which a timer keeps; the others are looked at on each tick. */
export type MomentName = 'responseMs' | 'totalMs' | 'receiveMs'

export const moments: readonly MomentName[] = ['responseMs', 'totalMs', 'receiveMs']

/** Limits that were checked, with a queue for each moment: the deadlines in it are of one duration. */
export class Limits {
  readonly values: LimitValues
  readonly queues: Readonly<Record<MomentName, DeadlineQueue>> = {
    responseMs: new DeadlineQueue(),
    totalMs: new DeadlineQueue(),
    receiveMs: new DeadlineQueue(),
  }
  /** The moment that comes first, with its queue; null where there is none. */
  readonly first: { readonly ms: number; readonly queue: DeadlineQueue } | null
  /** What a handler is told its limit is, in milliseconds; null where rates alone are limited. */
  readonly toldMs: number | null
  /** True where progress has to be looked at. */
  readonly watchesProgress: boolean
  /** The status that answers a limit the server failed to keep. */
  readonly status: 503 | 504
  /** Between the signal and the answer, in milliseconds. */
  readonly graceMs: number

  constructor(values: LimitValues, status: 503 | 504 = 503, graceMs = 0) {
    this.values = values
    this.status = status
    this.graceMs = graceMs
    const { idleMs, minReceiveRate, minSendRate, receiveMs, responseMs, totalMs } = values
    const soonest = Math.min(...[responseMs, totalMs, receiveMs].map((ms) => ms ?? Infinity))
    const name = moments.find((each) => values[each] === soonest)
    this.first = name === undefined ? null : { ms: soonest, queue: this.queues[name] }
    this.toldMs = responseMs ?? totalMs ?? receiveMs ?? idleMs ?? null
    this.watchesProgress =
      idleMs !== undefined ||
      minReceiveRate !== undefined ||
      minSendRate !== undefined ||
      receiveMs !== undefined
  }
}
