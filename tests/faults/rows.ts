import type { ServerKind } from '../harness/servers.js'
import { clientRows } from './client-rows.js'
import { connectionRows } from './connection-rows.js'
import { localKillRows } from './local-kill-rows.js'
import { pipedRows } from './piped-rows.js'
import type { Row } from './row.js'
import { timeoutRows } from './timeout-rows.js'
import { uploadRows } from './upload-rows.js'
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
  const rows = [
    ...clientRows(server),
    ...connectionRows(server),
    ...localKillRows(server),
    ...uploadRows(server),
  ]
  // TLS changes nothing about upstreams; what it changes for the client is above.
  if (server === 'https') return rows
  return [...rows, ...upstreamRows(server), ...pipedRows(server), ...timeoutRows(server)]
}
