import {
  checkBoolean,
  checkDuration,
  checkOneOf,
  checkOptions,
  checkRate,
  HangupError,
} from '../../errors/index.js'
import { Limits, type LimitValues, type MinRate } from '../../exchange/index.js'
import { budgetFrom, type BudgetOptions, type BudgetReader } from './budget.js'

/** Bytes per second, with Kestrel's five seconds of grace, or with a grace of its own. */
export type RateOption = number | MinRate

/** Options of `requestTimeout` and `definePolicy`, each optional. */
export interface RequestTimeoutOptions {
  /** Until the response header is out, in milliseconds. */
  readonly responseMs?: number
  /** Until the exchange is over, in milliseconds. */
  readonly totalMs?: number
  /**
   * Until the request body is complete, in milliseconds. Time in which the application does not
   * read, so that Node's buffer is full, does not count. Answered with 408.
   */
  readonly receiveMs?: number
  /**
   * How long no byte may move in either direction while one is owed, in milliseconds, to a quarter
   * of a second. An event stream owes nothing while it is quiet.
   */
  readonly idleMs?: number
  /** Bytes per second at which a request body must come, on average. Not measured on HTTP/2. */
  readonly minReceiveRate?: RateOption
  /** Bytes per second at which a response must be read, on average. Not measured on HTTP/2. */
  readonly minSendRate?: RateOption
  /**
   * Between the abort of the signal and the answer, in milliseconds, in which the handler may still
   * answer itself.
   * @default 0
   */
  readonly graceMs?: number
  /**
   * The status of the answer, where it was not the client that was too slow.
   * @default 503
   */
  readonly status?: 503 | 504
  /**
   * Switches the limits off while a debugger is attached (`--inspect`).
   * @default false
   */
  readonly offWhileDebugging?: boolean
  /** Time from outside, which may shorten a limit and never lengthen it; off by default. */
  readonly budget?: BudgetOptions
}

const keys = [
  'responseMs',
  'totalMs',
  'receiveMs',
  'idleMs',
  'minReceiveRate',
  'minSendRate',
  'graceMs',
  'status',
  'offWhileDebugging',
  'budget',
] as const

/** Kestrel's grace period for its minimum data rates. */
const RATE_GRACE_MS = 5_000

// In the global registry, so that a policy of another copy of the package is taken too.
const brand = Symbol.for('express-hangup.policy')

/** Limits that were checked once, as a value: made by `definePolicy`, mounted anywhere. */
export class TimeoutPolicy {
  /** @internal */
  readonly limits: Limits
  /** @internal */
  readonly offWhileDebugging: boolean
  /** @internal */
  readonly budget: BudgetReader | null

  /** @internal */
  constructor(limits: Limits, offWhileDebugging: boolean, budget: BudgetReader | null) {
    Object.defineProperty(this, brand, { value: true })
    this.limits = limits
    this.offWhileDebugging = offWhileDebugging
    this.budget = budget
    Object.freeze(this)
  }
}

export function isPolicy(value: unknown): value is TimeoutPolicy {
  return typeof value === 'object' && value !== null && brand in value
}

/**
 * Makes a named policy: limits that are checked now and mounted later, also by routers that are
 * imported before the application exists.
 *
 * @param limits - Milliseconds (`n` means `{ responseMs: n, idleMs: n }`), or options.
 * @throws HangupError `ERR_HANGUP_OPTION` for an unknown option, or a bad value.
 * @example
 * ```ts
 * export const patient = definePolicy({ responseMs: 120_000, idleMs: 30_000 })
 * router.get('/export', requestTimeout(patient), exportAll)
 * ```
 */
export function definePolicy(limits: number | Readonly<RequestTimeoutOptions>): TimeoutPolicy {
  if (typeof limits !== 'object') {
    const ms = checkDuration('requestTimeout', limits)
    return new TimeoutPolicy(new Limits({ responseMs: ms, idleMs: ms }), false, null)
  }
  checkOptions('requestTimeout', limits, keys)
  const values = {
    responseMs: durationOf(limits, 'responseMs'),
    totalMs: durationOf(limits, 'totalMs'),
    receiveMs: durationOf(limits, 'receiveMs'),
    idleMs: durationOf(limits, 'idleMs'),
    minReceiveRate: checkRate('minReceiveRate', limits.minReceiveRate, RATE_GRACE_MS),
    minSendRate: checkRate('minSendRate', limits.minSendRate, RATE_GRACE_MS),
  }
  checkSome(values)
  checkOrder(values)
  const status = checkOneOf('status', limits.status ?? 503, [503, 504] as const)
  const off = checkBoolean('offWhileDebugging', limits.offWhileDebugging ?? false)
  const budget = limits.budget === undefined ? null : budgetFrom(limits.budget)
  const graceMs = limits.graceMs === 0 ? 0 : (durationOf(limits, 'graceMs') ?? 0)
  return new TimeoutPolicy(new Limits(values, status, graceMs), off, budget)
}

type DurationKey = 'responseMs' | 'totalMs' | 'receiveMs' | 'idleMs' | 'graceMs'

function durationOf(limits: RequestTimeoutOptions, key: DurationKey): number | undefined {
  const value = limits[key]
  return value === undefined ? undefined : checkDuration(key, value)
}

function checkSome(values: object): void {
  if (Object.values(values).some((value) => value !== undefined)) return
  throw new HangupError(
    'ERR_HANGUP_OPTION',
    'requestTimeout needs at least one limit; to have none, mount requestTimeout.disabled()',
  )
}

/** A limit that can never pass is a mistake. */
function checkOrder({ responseMs, totalMs, receiveMs }: LimitValues): void {
  for (const [name, ms] of Object.entries({ responseMs, receiveMs })) {
    if (totalMs === undefined || ms === undefined || totalMs >= ms) continue
    throw new HangupError(
      'ERR_HANGUP_OPTION',
      `totalMs (${String(totalMs)}) must not be less than ${name} (${String(ms)})`,
    )
  }
}
