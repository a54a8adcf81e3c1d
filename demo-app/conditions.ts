import type { Shape } from './network/shaped-pipe.js'

/** What lies between the users, the application and its upstream. */
export interface Conditions {
  readonly name: 'development' | 'production'
  readonly line: Shape | null
  readonly upstreamLine: Shape | null
  /** The load balancer's idle limit. */
  readonly idleMs: number
}

/** Below the load balancer's limit, so that the application answers before it is cut off. */
export const REQUEST_TIMEOUT_MS = 3_000
export const UPLOAD_TIMEOUT_MS = 10_000
const IDLE_MS = 3_600
const LATENCY_MS = 25
const UPSTREAM_LATENCY_MS = 125

/** Everything on one machine, as on a developer's desk. */
export const DEVELOPMENT: Conditions = {
  name: 'development',
  line: null,
  upstreamLine: null,
  idleMs: IDLE_MS,
}

/** Users on lines of 16 Mbit/s, 25 ms away; an upstream on another continent. */
export const PRODUCTION: Conditions = {
  name: 'production',
  line: { latencyMs: LATENCY_MS, bytesPerSecond: 2_000_000, capacityBytes: 256 * 1024 },
  upstreamLine: {
    latencyMs: UPSTREAM_LATENCY_MS,
    bytesPerSecond: Infinity,
    capacityBytes: 1024 * 1024,
  },
  idleMs: IDLE_MS,
}
