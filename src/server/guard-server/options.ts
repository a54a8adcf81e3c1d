import {
  checkBoolean,
  checkDuration,
  checkFunction,
  checkOneOf,
  checkOptions,
  HangupError,
} from '../../errors/index.js'
import { reportingFrom } from '../../middleware/internal.js'
import type { Observer } from '../../types/index.js'
import type { ServerLimitOptions } from '../server-options.js'
import type { ClosedServer } from './closing.js'

/** Options of {@link guardServer}. */
export interface GuardServerOptions extends ServerLimitOptions {
  /**
   * Who is told of what happens below any request.
   * @default []
   */
  readonly observers?: readonly Observer[]
  /**
   * How long a connection is quiet before TCP asks whether its peer is still there, in milliseconds;
   * `false` never asks. Linux gives up ten seconds after the first probe. One with bytes on their way
   * is not asked: limits on requests and `pingMs` end those.
   * @default 15_000
   */
  readonly probeMs?: number | false
  /**
   * How often each connection of HTTP/2 is pinged, in milliseconds; `false` never pings. It is ended
   * where a ping is not answered and nothing moves for one more period.
   * @default 30_000
   */
  readonly pingMs?: number | false
  /**
   * How long exchanges in flight may take once the server closes, in milliseconds from 0.
   * @default 20_000
   */
  readonly graceMs?: number
  /**
   * The signals of the process at which the server closes, such as Kubernetes' SIGTERM. A second
   * one ends the grace.
   * @default []
   */
  readonly signals?: readonly NodeJS.Signals[]
  /**
   * How long the server goes on to accept connections after a signal, in milliseconds from 0: until
   * the load balancer has noticed that it is no longer ready.
   * @default 0
   */
  readonly delayMs?: number
  /**
   * Calls `process.exit()` when every server that closed at the signal has closed. Without it the
   * process ends by itself, as soon as nothing keeps it.
   * @default false
   */
  readonly exit?: boolean
  /** Called when the server has closed, and awaited: the place to end a database's pool. */
  readonly onClosed?: (closed: ClosedServer) => unknown
}

/** Options that were checked, with their defaults; durations that are off are null. */
export interface Settings {
  readonly observers: readonly Observer[]
  readonly probeMs: number | null
  readonly pingMs: number | null
  readonly graceMs: number
  readonly signals: readonly NodeJS.Signals[]
  readonly delayMs: number
  readonly exit: boolean
  readonly onClosed: (closed: ClosedServer) => unknown
}

export const limitKeys = [
  'behind',
  'keepAliveTimeoutMs',
  'headersTimeoutMs',
  'requestTimeoutMs',
  'connectionsCheckingIntervalMs',
] as const satisfies ReadonlyArray<keyof ServerLimitOptions>

const ownKeys = [
  'observers',
  'probeMs',
  'pingMs',
  'graceMs',
  'signals',
  'delayMs',
  'exit',
  'onClosed',
] as const satisfies ReadonlyArray<keyof Settings>

/** The limits are checked where they are applied. */
export function settingsFrom(options: Readonly<GuardServerOptions>): Settings {
  checkOptions('guardServer', options, [...ownKeys, ...limitKeys])
  const { observers = [], signals = [], exit = false, onClosed = () => undefined } = options
  checkFunction('onClosed', onClosed)
  return {
    observers: reportingFrom({ observers }).observers,
    probeMs: durationOrOff('probeMs', options.probeMs ?? 15_000),
    pingMs: durationOrOff('pingMs', options.pingMs ?? 30_000),
    graceMs: checkGrace('graceMs', options.graceMs ?? 20_000),
    signals: checkSignals(signals),
    delayMs: checkGrace('delayMs', options.delayMs ?? 0),
    exit: checkBoolean('exit', exit),
    onClosed,
  }
}

/** Those by which a process is asked to end. */
const endingSignals: readonly NodeJS.Signals[] = [
  'SIGTERM',
  'SIGINT',
  'SIGHUP',
  'SIGQUIT',
  'SIGUSR2',
  'SIGBREAK',
]

/** A duration that may be nothing. */
export function checkGrace(what: string, value: unknown): number {
  return value === 0 ? 0 : checkDuration(what, value)
}

function durationOrOff(what: string, value: unknown): number | null {
  return value === false ? null : checkDuration(what, value)
}

function checkSignals(signals: unknown): readonly NodeJS.Signals[] {
  if (!Array.isArray(signals)) {
    throw new HangupError(
      'ERR_HANGUP_OPTION',
      `signals must be an array such as ['SIGTERM']; received ${typeof signals}`,
    )
  }
  return [...new Set(signals.map((signal) => checkOneOf('signals', signal, endingSignals)))]
}
