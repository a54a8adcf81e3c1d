import { HangupError } from '../../errors/index.js'
import { handleClientErrors } from './client-errors.js'
import { closable, type ServerGuard } from './close.js'
import { Connections } from './connections.js'
import { checkServer, type GuardedServer } from './kinds.js'
import { applyLimits } from './limits.js'
import { settingsFrom, type GuardServerOptions } from './options.js'
import { pingSessions } from './pings.js'
import { guardUpgrades } from './upgrades.js'

export type { CloseOptions, ServerGuard } from './close.js'
export type { ClosedServer } from './closing.js'
export type { GuardedServer } from './kinds.js'
export type { GuardServerOptions } from './options.js'

// In the global registry: a second copy of the package must not answer a second time.
const key = Symbol.for('express-hangup.guarded-servers')
const guarded = ((globalThis as Record<symbol, unknown>)[key] ??= new WeakSet()) as WeakSet<object>

/**
 * Guards a server of `node:http`, `node:https` or `node:http2` below its requests: errors of
 * clients, of TLS and of upgraded sockets, peers that vanish, its limits, and a close that lets
 * exchanges finish. Call it before `listen()`.
 *
 * @param server - what `createServer` or `app.listen()` returned
 * @param options - see {@link GuardServerOptions}
 * @throws HangupError `ERR_HANGUP_OPTION` for an unknown option or a bad value, or where it is given
 * no server; `ERR_HANGUP_GUARDED` for one that is guarded already.
 * @example
 * ```ts
 * const server = createServer(app)
 * const guard = guardServer(server, { behind: 'aws-alb', signals: ['SIGTERM'], delayMs: 5_000 })
 * app.get('/ready', (req, res) => void res.sendStatus(guard.closing.aborted ? 503 : 200))
 * server.listen(3000)
 * ```
 */
export function guardServer(
  server: GuardedServer,
  options: Readonly<GuardServerOptions> = {},
): ServerGuard {
  checkServer(server)
  const settings = settingsFrom(options)
  if (guarded.has(server)) {
    throw new HangupError(
      'ERR_HANGUP_GUARDED',
      'This server is guarded already: use what guardServer returned the first time',
    )
  }
  applyLimits(server, options)
  guarded.add(server)
  const connections = new Connections(server, settings.probeMs)
  handleClientErrors(server, connections, settings.observers)
  guardUpgrades(server, connections, settings.observers)
  if (settings.pingMs !== null) {
    pingSessions(server, connections, settings.observers, settings.pingMs)
  }
  return closable(server, connections, settings)
}
