import { AsyncResource } from 'node:async_hooks'
import { checkDuration } from '../../errors/index.js'
import type { Exchange } from '../exchange.js'
import { DeadlineQueue } from './deadline-queue.js'
import { Limits, moments, type LimitName, type MomentName } from './limits.js'

/** The limit that passed. */
export interface Passed {
  readonly limit: LimitName
  readonly limitMs: number
  readonly limits: Limits
}

/** What happens when a limit passes. */
export type ExpiryAction = (exchange: Exchange, passed: Passed, next: NextFunction | null) => void

/** Express' and Connect's `next`. */
export type NextFunction = (error?: unknown) => void

/** What the time before the exchange reached this process takes from its limits. */
export interface Budget {
  /** Already spent, in a queue in front, in milliseconds. */
  readonly spentMs: number
  /** What the caller waits, in milliseconds from when it asked; `Infinity` where it did not say. */
  readonly callerMs: number
}

// Node's module and its default for the options are both slow to look things up in.
const Context = AsyncResource
const contextOptions = { triggerAsyncId: undefined, requireManualDestroy: false }

const noBudget: Budget = { spentMs: 0, callerMs: Infinity }

/** What moves the moments of one exchange, which few have. */
interface Shift {
  readonly budget: Budget
  /** What `extend` gave. */
  readonly extraMs: number
  /** Time in which the application did not read an upload. */
  readonly heldMs: number
}

const unmoved: Shift = { budget: noBudget, extraMs: 0, heldMs: 0 }

/** Deadlines that were moved by hand or by a budget: they have no duration in common. */
const moved = new DeadlineQueue()

/**
 * The limits in force for one exchange. It is an entry of its queue's list itself, so that a limit
 * is set and cleared without allocating anything, and without touching a timer.
 */
export class Deadline {
  readonly #exchange: Exchange
  previous: Deadline | null = null
  following: Deadline | null = null
  queue: DeadlineQueue | null = null
  /** The `performance.now()` at which the next limit passes, rounded up: a whole number has no box of its own. */
  at = 0
  /** Null where none is in force. */
  limits: Limits | null = null
  #next: NextFunction | null = null
  #action: ExpiryAction | null = null
  /** Where the limit was set: what it sets off belongs there, with its request id and its spans. */
  #context: AsyncResource | null = null
  #shift = unmoved
  #limitMs: number | null = null

  constructor(exchange: Exchange) {
    this.#exchange = exchange
  }

  /**
   * What is left until the next limit at a fixed moment, in milliseconds: at least 0, which it is
   * from when a limit has passed; `Infinity` where there is none.
   */
  get remainingMs(): number {
    if (this.#exchange.expired !== null) return 0
    const name = this.#soonest()
    return name === null ? Infinity : Math.max(0, this.#momentOf(name) - performance.now())
  }

  /** Time in which the application did not read an upload; the progress clock adds to it. */
  get heldMs(): number {
    return this.#shift.heldMs
  }

  set heldMs(heldMs: number) {
    this.#shift = { ...this.#shift, heldMs }
  }

  /** The limit in force, in milliseconds, or the one that passed; null where there is none. */
  get limitMs(): number | null {
    return this.#limitMs
  }

  /**
   * Gives the exchange `ms` more milliseconds than it has. False where it is too late: a limit that
   * has passed, or an exchange that has settled, is not revived.
   *
   * @throws HangupError `ERR_HANGUP_OPTION` where `ms` is no number of milliseconds from 1 to 2^31 - 1.
   */
  extend(ms: number): boolean {
    checkDuration('deadline.extend', ms)
    if (this.#isOver()) return false
    if (this.#limitMs !== null && this.#soonest() !== null) this.#limitMs += ms
    this.#shift = { ...this.#shift, extraMs: this.#shift.extraMs + ms }
    this.schedule()
    return true
  }

  /**
   * Lets the exchange end within `ms` milliseconds from now, instead of its limits at fixed moments;
   * `idleMs` and the rates stay. False where it is too late.
   *
   * @throws HangupError `ERR_HANGUP_OPTION` where `ms` is no number of milliseconds from 1 to 2^31 - 1.
   */
  set(ms: number): boolean {
    checkDuration('deadline.set', ms)
    if (this.#isOver()) return false
    const totalMs = Math.ceil(performance.now() - this.#exchange.began + ms)
    const { idleMs, minReceiveRate, minSendRate } = this.limits?.values ?? {}
    const { status, graceMs } = this.limits ?? {}
    const values = { totalMs, idleMs, minReceiveRate, minSendRate }
    this.#begin(noBudget)
    this.#arm(new Limits(values, status, graceMs), ms)
    return true
  }

  /** Takes every limit out of force, as for a stream that may last. False where it is too late. */
  clear(): boolean {
    if (this.#isOver()) return false
    this.disarm()
    this.#limitMs = null
    return true
  }

  /** Puts `limits` in force instead of those before. */
  arm(
    limits: Limits,
    action: ExpiryAction,
    next: NextFunction | undefined,
    budget: Budget = noBudget,
  ): void {
    this.#action = action
    this.#next = next ?? null
    this.#begin(budget)
    this.#arm(limits, budget === noBudget ? limits.toldMs : shortened(limits, budget))
  }

  /** Leaves its queue; what the limit was is still told. */
  disarm(): void {
    this.queue?.remove(this)
    this.limits = null
  }

  /** Waits for the next moment, or for none. */
  schedule(): void {
    const { limits } = this
    this.queue?.remove(this)
    const name = this.#soonest()
    if (limits === null || name === null) return
    this.at = Math.ceil(this.#momentOf(name))
    const queue = this.#isStandard() ? limits.queues[name] : moved
    queue.add(this)
  }

  /** The queue calls it at its moment: the limit may have been kept, or moved, in the meantime. */
  fire(): void {
    this.queue?.remove(this)
    const name = this.#soonest()
    if (name === null) return
    if (this.#momentOf(name) > performance.now()) this.schedule()
    else this.expire(name, this.#lengthOf(name))
  }

  /** A limit has passed. */
  expire(limit: LimitName, limitMs: number): void {
    const { limits } = this
    if (limits === null) return
    this.disarm()
    this.#limitMs = limitMs
    const action = this.#action ?? this.#exchange.reporting.expire
    const context = this.#context
    context?.runInAsyncScope(action, null, this.#exchange, { limit, limitMs, limits }, this.#next)
    this.#next = this.#context = null
  }

  /** Time that an upload was held stays forgiven, whatever limits come after. */
  #begin(budget: Budget): void {
    if (this.#shift === unmoved && budget === noBudget) return
    this.#shift = { budget, extraMs: 0, heldMs: this.#shift.heldMs }
  }

  #arm(limits: Limits, limitMs: number | null): void {
    this.limits = limits
    this.#limitMs = limitMs
    this.#context = new Context('express-hangup', contextOptions)
    if (limits.watchesProgress) {
      if (limits.values.receiveMs !== undefined) this.#forgiveHeld()
      this.#exchange.link.follow(this.#exchange)
    }
    const { first } = limits
    if (first === null || !this.#isStandard()) {
      this.schedule()
      return
    }
    // Each request comes here. Whether the moment still applies is asked when it has come.
    this.queue?.remove(this)
    this.at = Math.ceil(this.#exchange.began + first.ms)
    first.queue.add(this)
  }

  /** Nothing has moved its moments, so that it can wait with all others of its duration. */
  #isStandard(): boolean {
    if (this.#shift === unmoved) return true
    const { budget, extraMs, heldMs } = this.#shift
    return budget === noBudget && extraMs === 0 && heldMs === 0
  }

  /** A middleware before ours may have waited for long, with a client that could not send. */
  #forgiveHeld(): void {
    if (this.heldMs > 0 || !this.#exchange.link.owed(this.#exchange).held) return
    this.heldMs = performance.now() - this.#exchange.began
  }

  #isOver(): boolean {
    return this.#exchange.ending !== null || this.#exchange.expired !== null
  }

  /** Which moment passes next, of those that still apply. */
  #soonest(): MomentName | null {
    let soonest: MomentName | null = null
    let at = Infinity
    for (const name of moments) {
      const moment = this.#momentOf(name)
      if (moment >= at) continue
      at = moment
      soonest = name
    }
    return soonest
  }

  /** The `performance.now()` at which a limit passes; `Infinity` where it is not set or is kept already. */
  #momentOf(name: MomentName): number {
    const ms = this.#lengthOf(name)
    if (ms === Infinity) return Infinity
    const { began, link, res } = this.#exchange
    if (name === 'receiveMs') {
      return link.requestComplete(this.#exchange) ? Infinity : began + ms + this.heldMs
    }
    if (name === 'responseMs' && res.headersSent) return Infinity
    return began + ms - this.#shift.budget.spentMs
  }

  /** How long a limit is, as it was set, shortened by the caller and extended; `Infinity` without it. */
  #lengthOf(name: MomentName): number {
    if (this.limits === null) return Infinity
    const { budget, extraMs } = this.#shift
    const ms = this.limits.values[name] ?? Infinity
    // The caller's limit is one for the response also where we have none of our own for that.
    const isShortened = name === 'responseMs' || (name === 'totalMs' && ms < Infinity)
    return (isShortened ? Math.min(ms, budget.callerMs) : ms) + extraMs
  }
}

/** What a handler is told its limit is, where its caller waits for less. */
function shortened({ values, toldMs }: Limits, { callerMs }: Budget): number | null {
  const limitMs = values.responseMs ?? values.totalMs
  return limitMs === undefined ? toldMs : Math.min(limitMs, callerMs)
}
