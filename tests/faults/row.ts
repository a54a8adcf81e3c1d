import type { ServerKind } from '../harness/servers.js'
import type { Layer } from './layers.js'
import type { ClientFault } from './client-faults.js'
import type { Closure, Outcome, Phase } from '../../src/types/index.js'
import type { Stage } from './stage.js'

/**
 * Whose the errors of a row truly are, which only the row knows:
 *
 * - `client`: the client left, and nothing else went wrong
 * - `application`: an upstream failed, whatever the client did
 * - `cancel`: the client left, and the application then gave up its upstream in words of its own
 * - `server`: this process closed the connection
 * - `timeout`: the limit passed, and nothing else went wrong
 */
export type Owner = 'client' | 'application' | 'cancel' | 'server' | 'timeout'

export interface Upload {
  readonly type: string
  readonly body: Buffer
}

export interface RowRequest {
  readonly method: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly upload?: Upload
  /** How much of the upload is sent. */
  readonly sent?: 'half' | 'all'
}

export interface Strike {
  readonly at: Phase
  readonly fault: ClientFault
  /** The strike comes when the response has bytes that nobody takes. */
  readonly stalled: boolean
}

export interface ExpectedExchange {
  readonly outcome: Outcome
  readonly phase: Phase
  /** Which closures are right; left out where the kernel decides between them. */
  readonly closures?: readonly Closure[]
}

/** One scenario on one kind of server, with the truth about it. */
export interface Row {
  readonly name: string
  readonly server: ServerKind
  readonly family: string
  readonly request: RowRequest
  /** Requests sent at once on the connection; 1 unless the row is about pipelining. */
  readonly pipelined?: number
  /** A first request is sent and answered on the same connection before this one. */
  readonly keptAlive?: true
  readonly layers: (stage: Stage) => readonly Layer[]
  readonly strike: Strike | null
  readonly owner: Owner
  /** `some` waits for an error to surface, `none` fails if one does. */
  readonly surfaces: 'some' | 'maybe' | 'none'
  /** How many errors surface at least, where that is more than one. */
  readonly surfacings?: number
  readonly expected: readonly ExpectedExchange[]
}
