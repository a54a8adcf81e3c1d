import type { RequestTimeoutOptions } from '../../../src/index.js'

/** What client and server are at when the cable is pulled. */
export interface State {
  /** A test's name, after "notices a pulled cable". */
  readonly name: string
  readonly kind: 'http' | 'https' | 'h2'
  readonly handler: 'wait' | 'large-end' | 'drain-loop' | 'regardless' | 'pipe' | 'small' | 'read'
  readonly limits: RequestTimeoutOptions
  /** The limit that has to notice it. */
  readonly passes: keyof RequestTimeoutOptions
}

/** From the start of the exchange, so that it has to last until all states are reached. */
const momentMs = 6000
const idleMs = 1500

const rate = (bytesPerSecond: number) => ({ bytesPerSecond, graceMs: 1500 })

export const states: readonly State[] = [
  state('waiting for a slow handler', 'wait', { responseMs: momentMs }),
  state('waiting for a slow handler', 'wait', { totalMs: momentMs }),
  state('writing one large end()', 'large-end', { idleMs }),
  state('writing one large end()', 'large-end', { idleMs }, 'https'),
  state('writing one large end()', 'large-end', { idleMs }, 'h2'),
  state('writing one large end()', 'large-end', { minSendRate: rate(100_000) }),
  state('writing as the client reads', 'drain-loop', { idleMs }),
  state('writing as the client reads', 'drain-loop', { idleMs }, 'https'),
  state('writing as the client reads', 'drain-loop', { idleMs }, 'h2'),
  state('writing as the client reads', 'drain-loop', { minSendRate: rate(100_000) }),
  state('writing every 500 ms regardless', 'regardless', { idleMs }),
  state('writing every 500 ms regardless', 'regardless', { idleMs }, 'https'),
  state('writing every 500 ms regardless', 'regardless', { idleMs }, 'h2'),
  state('piping a file', 'pipe', { idleMs }),
  state('piping a file', 'pipe', { idleMs }, 'h2'),
  state('in an upload', 'read', { receiveMs: momentMs }),
  state('in an upload', 'read', { idleMs }),
  state('in an upload', 'read', { idleMs }, 'https'),
  state('in an upload', 'read', { idleMs }, 'h2'),
  state('in an upload', 'read', { minReceiveRate: rate(1000) }),
]

/** Its bytes all fit into the send buffer, where they look as if they were sent. */
export const belowTheSendBuffer: State = {
  name: 'writing little',
  kind: 'http',
  handler: 'small',
  limits: { idleMs, totalMs: momentMs + 3000 },
  passes: 'totalMs',
}

function state(
  name: string,
  handler: State['handler'],
  limits: RequestTimeoutOptions,
  kind: State['kind'] = 'http',
): State {
  const passes = Object.keys(limits)[0] as keyof RequestTimeoutOptions
  return { name, kind, handler, limits, passes }
}

export const isUpload = ({ handler }: State): boolean => handler === 'read'
export const isRead = ({ handler }: State): boolean => handler !== 'read' && handler !== 'wait'

/** What the server tells when an exchange has settled. */
export interface Noticed {
  readonly index: number
  readonly outcome: string
  readonly closure: string
  /** The limit that passed. */
  readonly limit: string | undefined
  readonly afterTheCut: boolean
  /**
   * How long it took since the start of the exchange, for a limit that counts from there; for the
   * others since the cut, or since the kernel took the last byte where it still took some.
   */
  readonly tookMs: number
  readonly limitMs: number | null
}

export type FromServer =
  | { readonly ports: Readonly<Record<State['kind'], number>> }
  | { readonly begun: number }
  | { readonly ready: 'cut' }
  | { readonly noticed: Noticed }

export interface FromClient {
  readonly flowing: number
}
