import type { Phase } from '../../../src/types/index.js'
import type { ServerKind } from '../../harness/servers.js'
import type { Layer } from '../layers.js'
import type { Upload } from '../row.js'
import type { Stage } from '../stage.js'

/** What is particular to a handler that is struck in a phase. */
export interface PhaseTraits {
  /** Bytes are pending when the client strikes, so that a FIN alone is not a departure. */
  readonly stalled?: true
  /** `some` where an error always surfaces; most handlers hear nothing, or not on every Node. */
  readonly surfaces?: 'some'
  /** The phase we answer, where it is documented to differ from the true one. */
  readonly seenAs?: Phase
}

export interface HandlerSpec {
  readonly name: string
  readonly family: string
  readonly upload?: Upload
  readonly headers?: Readonly<Record<string, string>>
  readonly runsOn: (server: ServerKind) => boolean
  readonly phases: Readonly<Partial<Record<Phase, PhaseTraits>>>
  readonly layers: (stage: Stage, server: ServerKind) => readonly Layer[]
}

export const everywhere = (): boolean => true
export const onHttp1 = (server: ServerKind): boolean => server !== 'h2'
/** For what only Express' response can do. Express does not run on HTTP/2. */
export const onExpress = (server: ServerKind): boolean =>
  server === 'express4' || server === 'express5' || server === 'https'
