import type { Attribution } from './attribution.js'
import type { Closure, ExchangeRecord, Phase } from './record.js'

/** What an observer is told about the exchange an error belongs to. */
export interface ErrorContext {
  readonly id: string
  readonly route: string | null
  readonly phase: Phase
  /** As in the record. */
  readonly requestId?: string
}

/** Work that went on after the exchange had settled. */
export interface LateEvent {
  readonly id: string
  readonly route: string | null
  /** How long after the exchange settled, in milliseconds. */
  readonly overrunMs: number
  readonly what: 'write' | 'error' | 'end'
  /** As in the record. */
  readonly requestId?: string
}

/** Something that happened on a connection below any request. */
export interface ConnectionEvent {
  readonly kind: 'client-error' | 'tls-error' | 'upgrade-closed'
  readonly code: string
  readonly closure: Closure
}

/**
 * Receives what happens to exchanges. Every method is optional. One that throws, or returns a
 * promise that is rejected, is warned about once, counted (`observerFailures`), and never reaches the
 * request. One that blocks, blocks the process.
 *
 * @example
 * ```ts
 * const observer: Observer = {
 *   settled(record) {
 *     if (record.outcome === 'client-disconnected') console.info(record.route, record.ageMs)
 *   },
 * }
 * ```
 */
export interface Observer {
  /** Called once for each exchange. */
  settled?(record: ExchangeRecord): void
  /** Called for each error that reaches the error handler, with the verdict on it. */
  error?(error: unknown, attribution: Attribution, exchange: ErrorContext): void
  /** Called once for an exchange whose handler worked on after it had settled. */
  late?(event: LateEvent): void
  /** Called for what happens on a connection below any request. */
  connection?(event: ConnectionEvent): void
}
