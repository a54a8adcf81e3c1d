import type { TimeoutFinding } from './finding.js'
import { keepAlive } from './rules/keep-alive.js'
import { nodeLimits } from './rules/node-limits.js'
import { order } from './rules/order.js'
import { ownLimit } from './rules/own-limit.js'
import { upstreams } from './rules/upstreams.js'
import type { AuditedServer } from './server-times.js'
import { setupOf, type AuditTimeoutsOptions } from './setup.js'

export type { TimeoutFinding, TimeoutRule } from './finding.js'
export type { FrontLimits } from './front.js'
export type { AuditedServer, ServerTimeouts } from './server-times.js'
export type { AuditTimeoutsOptions, OwnLimits } from './setup.js'

/** From the client to the database. */
const rules = [order, keepAlive, ownLimit, nodeLimits, upstreams]

/**
 * Looks whether every time limit is longer than the one behind it, from the client to the database:
 * what is not ends as a 502, a cut upload or a client that seems to have hung up.
 *
 * @param server the server, or its limits under Node's names
 * @returns what is wrong, faults first; empty where all is in order
 * @throws {HangupError} `ERR_HANGUP_OPTION` for an unknown option or name, or a value out of range.
 * @example
 * import { auditTimeouts } from 'express-hangup/server'
 *
 * for (const { setting, effect, fix } of auditTimeouts(server, {
 *   behind: 'aws-alb',
 *   requestTimeoutMs: 55_000,
 *   upstreamTimeoutsMs: { postgres: 30_000 },
 * })) {
 *   console.warn(`${setting}: ${effect}. ${fix}`)
 * }
 */
export function auditTimeouts(
  server: AuditedServer,
  options: Readonly<AuditTimeoutsOptions> = {},
): TimeoutFinding[] {
  const setup = setupOf(server, options)
  const findings = rules.flatMap((rule) => rule(setup))
  return findings.sort((a, b) => Number(a.level === 'notice') - Number(b.level === 'notice'))
}
