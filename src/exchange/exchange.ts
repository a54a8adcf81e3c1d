import { ClientDisconnectedError, RequestTimeoutError, ServerClosedError } from '../errors/index.js'
import type { Cause, Closure, ExchangeRecord, Outcome, Phase } from '../types/index.js'
import { Aftermath } from './aftermath.js'
import { Deadline, type Passed } from './deadline/deadline.js'
import type { AnyRequest, AnyResponse } from './http-types.js'
import type { Link } from './link.js'
import { buildRecord } from './record.js'
import { hasAudience, reportLate, reportSettled } from './report.js'
import type { Reporting } from './reporting.js'
import { state } from './state.js'

/** The error a signal is aborted with. */
export type AbortReason = ClientDisconnectedError | RequestTimeoutError | ServerClosedError

/** How an exchange ended, as its link saw it. */
export interface Ending {
  readonly outcome: Outcome
  readonly phase: Phase
  readonly closure: Closure
  readonly cause: Cause | null
  /** The error the connection ended with. */
  readonly error?: unknown
}

const runPrefix = `${state.run}-`
const noAftermath = new Aftermath()

type SettledListener = (record: ExchangeRecord) => void

/**
 * One request and its response on a connection (RFC 9110's word). It settles exactly once, and is
 * frozen from then on. What is made on demand lives in private fields, which freezing spares.
 */
export class Exchange {
  readonly req: AnyRequest
  readonly res: AnyResponse
  readonly link: Link
  /** Which request of its connection it is, from 1. */
  readonly position: number
  /** `performance.now()` when it began. */
  readonly began: number
  reporting: Reporting
  ending: Ending | null = null
  /** Somebody outside holds it, so that it must be found again after it settled. */
  asked = false
  readonly deadline: Deadline
  #number = 0
  #controller: AbortController | null = null
  #reason: AbortReason | null = null
  #record: ExchangeRecord | null = null
  #listeners: SettledListener[] | null = null
  #aftermath: Aftermath | null = null

  constructor(
    req: AnyRequest,
    res: AnyResponse,
    link: Link,
    position: number,
    reporting: Reporting,
  ) {
    this.req = req
    this.res = res
    this.link = link
    this.position = position
    this.reporting = reporting
    this.began = performance.now()
    this.deadline = new Deadline(this)
  }

  /** Unique per process run; the number is drawn when somebody first asks. */
  get id(): string {
    if (this.#number === 0) this.#number = ++state.exchanges
    return runPrefix + this.#number.toString(36)
  }

  /** When it began, in milliseconds since the epoch. */
  get startedAt(): number {
    return performance.timeOrigin + this.began
  }

  /** Where it stands; `done` once it has settled. */
  get phase(): Phase {
    return this.ending === null ? this.link.phaseOf(this) : 'done'
  }

  /** How it settled; null before that. */
  get outcome(): Outcome | null {
    return this.ending === null ? null : this.ending.outcome
  }

  /** The account of it; null before it has settled. */
  get record(): ExchangeRecord | null {
    return this.#record
  }

  /**
   * Aborts when the client leaves, a limit passes or the server closes; never on an exchange that
   * completed. Made on first use, since it costs more than the rest of the tracking.
   */
  get signal(): AbortSignal {
    if (this.#controller === null) {
      this.#controller = new AbortController()
      if (this.#reason !== null) this.#controller.abort(this.#reason)
    }
    return this.#controller.signal
  }

  /** Why the signal is aborted; null where it is not. */
  get reason(): AbortReason | null {
    return this.#reason
  }

  /** Calls `listener` with the record once it settles, at once where it has settled. */
  onSettled(listener: SettledListener): void {
    if (this.#record !== null) listener(this.#record)
    else (this.#listeners ??= []).push(listener)
  }

  /** The link saw the first sign of the end of its connection. */
  depart(pendingWrites: boolean): void {
    this.#after().sign = { at: performance.now(), phase: this.phase, pendingWrites }
  }

  /** The phase at the first sign of a departure, as the link saw it. */
  get phaseAtDeparture(): Phase | null {
    return this.#aftermath?.sign?.phase ?? null
  }

  /** Whether bytes were waiting to be written at that sign. */
  get hadPendingWrites(): boolean {
    return this.#aftermath?.sign?.pendingWrites === true
  }

  /** `performance.now()` at that sign, or when a limit passed; `Infinity` before. */
  get departedAt(): number {
    const { sign, endedAt } = this.#aftermath ?? noAftermath
    return sign?.at ?? (this.expired === null ? Infinity : endedAt)
  }

  /**
   * A limit passed: fixes the outcome and aborts the signal. It settles when the answer to that is
   * out, or when the connection ends.
   */
  expire({ limit, limitMs, limits }: Passed): RequestTimeoutError {
    const now = performance.now()
    const clientOwes = limit === 'receiveMs' || limit === 'minReceiveRate'
    const stillReceiving = limit === 'idleMs' && this.phase === 'receiving'
    const error = new RequestTimeoutError({
      phase: this.phase,
      exchangeId: this.id,
      limit,
      limitMs,
      elapsedMs: now - this.began,
      status: clientOwes || stillReceiving ? 408 : limits.status,
    })
    const aftermath = this.#after()
    aftermath.expired = error
    aftermath.endedAt = now
    this.#abort(error)
    return error
  }

  /** Decides the outcome. Every later call is without effect. */
  settle(seen: Ending): void {
    if (this.ending !== null) return
    const { expired } = this
    const ending = expired === null ? seen : timedOut(expired, seen)
    const lasting = this.asked || ending.outcome !== 'completed'
    this.ending = ending
    this.deadline.disarm()
    if (lasting || this.#listeners !== null || hasAudience(this)) {
      this.#record = buildRecord(this, ending)
    }
    this.link.release(this)
    if (state.recent === this) state.recent = null
    if (lasting) {
      // Nobody can find one that completed unasked, to tell what went on after it.
      if (expired === null) this.#after().endedAt = performance.now()
      state.byRequest.set(this.req, this)
      Object.freeze(this)
      this.#abort(expired ?? reasonOf(this, ending))
    }
    if (this.#record !== null) reportSettled(this, this.#record, this.#listeners ?? [])
    this.#listeners = null
  }

  /** The error of the limit that passed. */
  get expired(): RequestTimeoutError | null {
    return this.#aftermath === null ? null : this.#aftermath.expired
  }

  /** True where its late handler can no longer write to the response. */
  get sealed(): boolean {
    return this.#aftermath?.sealed === true
  }

  /** Notes that the response is sealed, also once it has settled. */
  seal(): void {
    this.#after().sealed = true
  }

  /** True where somebody began to use the response after its client had gone. */
  get usedLate(): boolean {
    return this.#aftermath?.usedLate === true
  }

  noteUsedLate(): void {
    this.#after().usedLate = true
  }

  /** Notes a stream that was destroyed because the response it was piped into is over. */
  noteReleased(source: object): void {
    this.#after().released.push(source.constructor.name)
  }

  /** True where a stream of this class was let go with the response. */
  hasReleased(className: string): boolean {
    return this.#aftermath?.released.includes(className) === true
  }

  /** Work went on after it had settled or its limit had passed; told once. */
  tellLate(what: 'write' | 'error' | 'end'): void {
    if (this.ending === null && this.expired === null) return
    const aftermath = this.#after()
    if (aftermath.told) return
    aftermath.told = true
    reportLate(this, what, Math.max(0, performance.now() - aftermath.endedAt))
  }

  /** What ends it now is not its handler. */
  tellNothingLate(): void {
    this.#after().told = true
  }

  #after(): Aftermath {
    return (this.#aftermath ??= new Aftermath())
  }

  #abort(reason: AbortReason | null): void {
    if (this.#reason !== null || reason === null) return
    this.#reason = reason
    this.#controller?.abort(reason)
  }
}

/** What the link saw after a limit had passed is the consequence, not the cause. */
function timedOut(error: RequestTimeoutError, seen: Ending): Ending {
  return {
    outcome: 'timed-out',
    phase: error.phase,
    closure: seen.closure,
    cause: { origin: 'timeout', rule: 'limit-passed' },
  }
}

function reasonOf(exchange: Exchange, ending: Ending): AbortReason | null {
  const init = { phase: ending.phase, exchangeId: exchange.id, cause: ending.error ?? undefined }
  switch (ending.outcome) {
    case 'client-disconnected':
      return new ClientDisconnectedError({ ...init, closure: ending.closure })
    case 'server-closed':
    case 'failed':
      return new ServerClosedError(init)
    default:
      return null
  }
}
