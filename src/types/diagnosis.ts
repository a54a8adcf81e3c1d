/**
 * Why clients hang up:
 *
 * - `timeout`: a limit of a client, a proxy or a platform in front passes
 * - `server-limit`: a limit of this server passes: one of `requestTimeout`, or Node's own
 * - `user`: people lose patience and leave
 * - `network`: connections are lost, tied to address ranges or to moments
 * - `restart`: many connections end within a moment, as in a deploy or a proxy's reload
 * - `client-bug`: one client or one kind of automatic client makes them
 * - `slow-route`: a route's own slowness makes them
 */
export type DiagnosisCause =
  'timeout' | 'user' | 'network' | 'restart' | 'client-bug' | 'server-limit' | 'slow-route'

/** A component whose known limit fits what was found. */
export interface LimitCandidate {
  /** Such as `nginx`. */
  readonly component: string
  /** The setting's name there, such as `proxy_read_timeout`. */
  readonly setting: string
  /** The limit it has by default, in milliseconds. */
  readonly limitMs: number
  /** Where that default is documented. */
  readonly source: string
}

/** One cause, with what speaks for it. */
export interface Finding {
  readonly cause: DiagnosisCause
  /** The part of all disconnects that it explains, from 0 to 1. */
  readonly share: number
  /** The limit that was found, in milliseconds; null where the cause is no limit. */
  readonly limitMs: number | null
  /** What the limit is measured from: the request's start, or the last byte that moved. */
  readonly basis: 'age' | 'idle' | null
  /** Components whose known limits fit, the likeliest first; may be empty. */
  readonly candidates: readonly LimitCandidate[]
  /** Where it happens, each list with the most frequent first; empty where it happens everywhere. */
  readonly where: {
    readonly routes: readonly string[]
    readonly clients: readonly string[]
    readonly agents: readonly string[]
  }
  /** One sentence with the numbers that speak for it. */
  readonly evidence: string
  /** What to do about it, naming a setting and a value. */
  readonly remedy: string
  /** How sure it is, from 0 to 1. */
  readonly confidence: number
}

/** Why clients hang up, as `diagnose` and `hangup diagnose --json` tell it: plain JSON. */
export interface Diagnosis {
  /** How many exchanges were looked at. */
  readonly exchanges: number
  /** How many of them were cut: the client left, or a limit or the server ended them. */
  readonly disconnects: number
  /** The earliest and the latest time seen, ISO 8601; empty where no time is known. */
  readonly from: string
  readonly to: string
  /** The largest share first. */
  readonly findings: readonly Finding[]
  /** The part of all disconnects that no finding claims, from 0 to 1. */
  readonly unexplained: number
}
