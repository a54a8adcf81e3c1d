import type { Server } from 'node:net'
import { checkDuration, checkOptions, HangupError } from '../../errors/index.js'
import { nodeDefaults } from '../server-options.js'

/** The limits of a server under Node's own names, in milliseconds; what is missing is Node's default. */
export interface ServerTimeouts {
  readonly keepAliveTimeout?: number
  readonly keepAliveTimeoutBuffer?: number
  readonly headersTimeout?: number
  readonly requestTimeout?: number
  readonly timeout?: number
  readonly connectionsCheckingInterval?: number
}

/** A server of `node:http`, `node:https` or `node:http2`, or its limits. */
export type AuditedServer = Server | ServerTimeouts

/** What the server keeps; `null` where it is off, `undefined` where this kind of server has none. */
export type ServerTimes = Readonly<Record<keyof ServerTimeouts, number | null | undefined>>

const names = [
  'keepAliveTimeout',
  'keepAliveTimeoutBuffer',
  'headersTimeout',
  'requestTimeout',
  'timeout',
  'connectionsCheckingInterval',
] as const

/** Measured on Node 20, which does not tell; later versions have it as a property. */
const BUFFER_MS = 1_000

export function timesOf(server: AuditedServer): ServerTimes {
  if (isServer(server)) return read(server as ServerTimeouts)
  checkOptions('server', server, names)
  for (const name of names) {
    if (server[name] !== undefined && server[name] !== 0) {
      checkDuration(`server.${name}`, server[name])
    }
  }
  const requestTimeout = server.requestTimeout ?? nodeDefaults.requestTimeoutMs
  return read({
    keepAliveTimeout: nodeDefaults.keepAliveTimeoutMs,
    headersTimeout: Math.min(
      nodeDefaults.headersTimeoutMs,
      requestTimeout === 0 ? Infinity : requestTimeout,
    ),
    connectionsCheckingInterval: nodeDefaults.connectionsCheckingIntervalMs,
    timeout: 0,
    ...server,
    requestTimeout,
  })
}

function read(server: ServerTimeouts): ServerTimes {
  const ms = (name: keyof ServerTimeouts) => {
    const value = server[name]
    return value === 0 ? null : value
  }
  return {
    keepAliveTimeout: ms('keepAliveTimeout'),
    keepAliveTimeoutBuffer: server.keepAliveTimeoutBuffer ?? BUFFER_MS,
    headersTimeout: ms('headersTimeout'),
    requestTimeout: ms('requestTimeout'),
    timeout: ms('timeout'),
    connectionsCheckingInterval: ms('connectionsCheckingInterval'),
  }
}

function isServer(server: AuditedServer): server is Server {
  const received: unknown = server
  if (typeof received === 'object' && received !== null) {
    return 'listen' in received && typeof received.listen === 'function'
  }
  throw new HangupError(
    'ERR_HANGUP_OPTION',
    `auditTimeouts needs a server or its limits; received ${received === null ? 'null' : typeof received}`,
  )
}
