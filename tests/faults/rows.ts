import type { ServerKind } from '../harness/servers.js'
import { clientRows } from './client-rows.js'
import { connectionRows } from './connection-rows.js'
import { localKillRows } from './local-kill-rows.js'
import { pipedRows } from './piped-rows.js'
import type { Row } from './row.js'
import { upstreamRows } from './upstream-rows.js'

/** The servers the matrix runs on. */
export const matrixServers: readonly ServerKind[] = [
  'express5',
  'express4',
  'connect',
  'https',
  'h2',
]

export function rowsFor(server: ServerKind): Row[] {
  const rows = [...clientRows(server), ...connectionRows(server), ...localKillRows(server)]
  // TLS changes nothing about upstreams; what it changes for the client is above.
  return server === 'https' ? rows : [...rows, ...upstreamRows(server), ...pipedRows(server)]
}
