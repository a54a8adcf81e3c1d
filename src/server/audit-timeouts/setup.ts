import { checkDuration, checkOptions } from '../../errors/index.js'
import type { Behind } from '../presets.js'
import { frontOf, type Front, type FrontLimits } from './front.js'
import { timesOf, type AuditedServer, type ServerTimes } from './server-times.js'

/** Limits of `requestTimeout`, as it takes them; in milliseconds. */
export interface OwnLimits {
  readonly responseMs?: number
  readonly idleMs?: number
  readonly totalMs?: number
  readonly receiveMs?: number
  readonly graceMs?: number
}

export interface AuditTimeoutsOptions {
  /**
   * What is in front of the server, by name or with its limits; of several the one nearest to the
   * client first. Without it clients connect to the server itself.
   */
  readonly behind?: Behind | FrontLimits | ReadonlyArray<Behind | FrontLimits>
  /** What `requestTimeout` is given: a plain number is the limit of the header and of pauses. */
  readonly requestTimeoutMs?: number | OwnLimits
  /** How long each call to an upstream or a database may take, by name; `null` where it has no limit. */
  readonly upstreamTimeoutsMs?: Readonly<Record<string, number | null>>
  /** How long the most impatient clients wait for an answer. */
  readonly clientTimeoutMs?: number
  /** How long the longest upload may take; `0` where there are none. */
  readonly longestUploadMs?: number
}

/** All that the rules compare. */
export interface Setup {
  readonly server: ServerTimes
  /** Nearest to the client first. */
  readonly fronts: readonly Front[]
  readonly own: OwnLimits | null
  readonly upstreams: ReadonlyArray<readonly [name: string, ms: number | null]>
  readonly clientMs: number | null
  readonly uploadMs: number | null
}

const ownKeys = ['responseMs', 'idleMs', 'totalMs', 'receiveMs', 'graceMs'] as const

export function setupOf(server: AuditedServer, options: Readonly<AuditTimeoutsOptions>): Setup {
  checkOptions('auditTimeouts', options, [
    'behind',
    'requestTimeoutMs',
    'upstreamTimeoutsMs',
    'clientTimeoutMs',
    'longestUploadMs',
  ])
  const { behind = [], requestTimeoutMs, upstreamTimeoutsMs = {} } = options
  const { clientTimeoutMs, longestUploadMs } = options
  return {
    server: timesOf(server),
    fronts: [behind].flat().map(frontOf),
    own: requestTimeoutMs === undefined ? null : ownOf(requestTimeoutMs),
    upstreams: upstreamsOf(upstreamTimeoutsMs),
    clientMs:
      clientTimeoutMs === undefined ? null : checkDuration('clientTimeoutMs', clientTimeoutMs),
    uploadMs:
      longestUploadMs === undefined || longestUploadMs === 0
        ? (longestUploadMs ?? null)
        : checkDuration('longestUploadMs', longestUploadMs),
  }
}

function ownOf(limits: number | OwnLimits): OwnLimits {
  if (typeof limits !== 'object') {
    const ms = checkDuration('requestTimeoutMs', limits)
    return { responseMs: ms, idleMs: ms }
  }
  checkOptions('requestTimeoutMs', limits, ownKeys)
  for (const key of ownKeys) {
    if (limits[key] !== undefined) checkDuration(`requestTimeoutMs.${key}`, limits[key])
  }
  return limits
}

function upstreamsOf(limits: Readonly<Record<string, number | null>>): Setup['upstreams'] {
  // Any name will do: what is looked at is that it is an object.
  checkOptions('upstreamTimeoutsMs', limits, Object.keys({ ...limits }))
  return Object.entries(limits).map(([name, ms]) => [
    name,
    ms === null || ms === 0 ? null : checkDuration(`upstreamTimeoutsMs.${name}`, ms),
  ])
}
