import type { Attribution } from './attribution.js'

/** How an exchange settled, once. See `docs/reference/words.md`. */
export type Outcome = 'completed' | 'client-disconnected' | 'timed-out' | 'server-closed' | 'failed'

/**
 * Where an exchange stands:
 *
 * - `receiving`: no response header sent, request not complete
 * - `processing`: no response header sent, request complete
 * - `responding`: response header sent, `res.end()` not called
 * - `flushing`: `res.end()` called, not every byte handed to the kernel
 * - `done`: settled
 */
export type Phase = 'receiving' | 'processing' | 'responding' | 'flushing' | 'done'

/** How the peer closed: TCP FIN or RST, an HTTP/2 stream reset or GOAWAY, or not at all. */
export type Closure = 'fin' | 'rst' | 'h2-cancel' | 'h2-goaway' | 'none'

/** Why an exchange settled as it did. */
export interface Cause {
  readonly origin: Attribution['origin']
  readonly rule: string
}

/**
 * The account of one settled exchange: plain JSON, frozen. Times are in milliseconds, sizes in
 * bytes. It is the only thing that crosses from the live side to observers, logs and diagnosis.
 */
export interface ExchangeRecord {
  /** Version of this schema. */
  readonly v: 1
  /** Unique per process run. */
  readonly id: string
  /**
   * The id that other systems know the request by: the trace id of its `traceparent`, else its
   * `x-request-id`. Absent where it has none.
   */
  readonly requestId?: string
  /** When the exchange settled, ISO 8601. */
  readonly time: string
  readonly method: string
  /** The pattern of the matched route, `*` standing for a mount prefix that cannot be known; null where no route matched. */
  readonly route: string | null
  /** The path without its query, through the path redactor. */
  readonly path: string
  readonly httpVersion: string
  readonly outcome: Outcome
  /** The phase it was in when it settled; `done` when it completed. */
  readonly phase: Phase
  readonly closure: Closure
  /** Null when it completed. */
  readonly cause: Cause | null
  /** The status that really went out; null where no header did. */
  readonly statusSent: number | null
  /** The status for logs: 499 where the client left before it had the whole answer, else `statusSent`. */
  readonly status: number | null
  /** From the first middleware that saw the request until it settled. */
  readonly ageMs: number
  /** From the start until the response header was sent; null where none was, or where it was not watched. */
  readonly firstByteMs: number | null
  /** Since the last byte moved in either direction, to the coarseness of the progress clock. */
  readonly idleMs: number
  readonly bytesIn: number
  readonly bytesOut: number
  /** The limit in force, null where there was none. */
  readonly timeoutMs: number | null
  /** The connection it ran on; `request` is 1 for the first on it. */
  readonly connection: { readonly id: number; readonly request: number; readonly ageMs: number }
  readonly client: {
    /** The client's address, truncated by default; null where it cannot be known. */
    readonly address: string | null
    /** A coarse family such as `chrome` or `curl`, never the raw header. */
    readonly agent: string
    /** What the request's headers say stands in front, such as `cloudflare` or `nginx`. */
    readonly via: readonly string[]
  }
}
