import type { Closure, ExchangeRecord, Origin, Phase } from '../types/index.js'
import type { Exchange } from './exchange.js'
import type { Owed } from './deadline/progress-guard.js'
import type { AnyRequest, AnyResponse } from './http-types.js'

/** Who ended a connection, decided once, at its first sign. */
export interface Departure {
  readonly origin: Exclude<Origin, 'timeout' | 'ambiguous'>
  readonly rule: string
  readonly closure: Closure
  /** The error the connection ended with; null where there was none. */
  readonly error: unknown
}

/** What a record tells of the client. */
export type Client = ExchangeRecord['client']

/** The numbers of a connection that a record holds. */
export interface LinkNumbers {
  readonly id: number
  readonly request: number
  readonly ageMs: number
}

/**
 * What an exchange runs on: a socket of HTTP/1, a stream of HTTP/2, or nothing real at all. It
 * knows the events of its kind, and tells the exchange what they mean.
 */
export interface Link {
  /** What the last record told of the client: most connections serve one, so that it is told again. */
  client: Client | null
  /** Null while nobody has ended it. Looks at the live state too, not only at past events. */
  departure(): Departure | null
  /** True for the very error this connection died of, unless the application put it there. */
  owns(error: unknown, exchange: Exchange): boolean
  /** The phase of an exchange that has not settled. */
  phaseOf(exchange: Exchange): Phase
  /** True where the whole request has come. */
  requestComplete(exchange: Exchange): boolean
  /** Who owes bytes at this moment. */
  owed(exchange: Exchange): Owed
  /** Looks at the progress of this exchange from now on. */
  follow(exchange: Exchange): void
  /** Those that have not settled, in the order of their requests. */
  exchanges(): readonly Exchange[]
  /** The unsettled exchange of this request. */
  find(req: AnyRequest): Exchange | null
  /** True for a response whose exchange ran here, also after it settled. */
  hasSeen(res: AnyResponse): boolean
  /** Called once when an exchange has settled: nothing of it may be kept. */
  release(exchange: Exchange): void
  /** True while an answer could still reach the client. */
  reachable(): boolean
  /** As of `now`, a `performance.now()`. */
  numbers(exchange: Exchange, now: number): LinkNumbers
  /** The address of the peer, also after the connection ended. */
  peerAddress(): string | undefined
  /** Bytes moved since the previous exchange on this connection settled. */
  bytes(): { in: number; out: number }
  /** `performance.now()` of the last byte seen moving, at or after `since`, as of `now`. */
  lastProgress(since: number, now: number): number
  /** `performance.now()` when the header was first seen to have gone out; null where nobody looked. */
  headerSeenAt(): number | null
  /** Ends the connection, or the stream, without an answer. */
  cut(): void
}
