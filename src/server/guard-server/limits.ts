import { warnOnce } from '../../errors/index.js'
import { intervalFor, serverOptions, type ServerLimitOptions } from '../server-options.js'
import type { GuardedServer } from './kinds.js'
import { limitKeys } from './options.js'

/** The limits of a server, which it reads each time; but for the interval, which it reads once. */
interface Limited {
  keepAliveTimeout?: number
  headersTimeout: number
  requestTimeout: number
  connectionsCheckingInterval: number
}

/** Sets the limits that were asked for, and leaves the server's own where none were. */
export function applyLimits(server: GuardedServer, options: Readonly<ServerLimitOptions>): void {
  const given = Object.fromEntries(
    limitKeys.flatMap((key) => (options[key] === undefined ? [] : [[key, options[key]]])),
  ) as ServerLimitOptions
  const limited = 'headersTimeout' in server ? (server as GuardedServer & Limited) : null
  if (Object.keys(given).length > 0) {
    const ownOf = limited !== null && given.behind === undefined ? ownLimits(limited, given) : {}
    const limits = serverOptions({ ...ownOf, ...given })
    if (limited === null) return // HTTP/2 knows none of them
    limited.keepAliveTimeout = limits.keepAliveTimeout
    limited.headersTimeout = limits.headersTimeout
    limited.requestTimeout = limits.requestTimeout
  }
  if (limited !== null) setInterval(limited, given.connectionsCheckingIntervalMs)
}

/** What the server was made with stands for what is not given. */
function ownLimits(server: Limited, { requestTimeoutMs }: ServerLimitOptions): ServerLimitOptions {
  const requestTimeout = requestTimeoutMs ?? server.requestTimeout
  return {
    ...(server.keepAliveTimeout !== undefined && { keepAliveTimeoutMs: server.keepAliveTimeout }),
    requestTimeoutMs: requestTimeout,
    headersTimeoutMs: Math.min(server.headersTimeout, requestTimeout || Infinity),
  }
}

/** Node reads it when the server begins to listen. */
function setInterval(server: GuardedServer & Limited, givenMs: number | undefined): void {
  const inForce = server.connectionsCheckingInterval
  const { headersTimeout, requestTimeout } = server
  const wanted = givenMs ?? Math.min(inForce, intervalFor(headersTimeout, requestTimeout))
  server.connectionsCheckingInterval = wanted
  if (!server.listening || wanted === inForce) return
  // listen() may just have been called.
  let isInTime = false
  const onListening = (): void => {
    isInTime = true
  }
  server.once('listening', onListening)
  setImmediate(() => {
    server.off('listening', onListening)
    if (isInTime) return
    server.connectionsCheckingInterval = inForce
    warnIfLong(inForce, Math.min(headersTimeout || Infinity, requestTimeout || Infinity))
  })
}

function warnIfLong(interval: number, shortest: number): void {
  if (interval <= shortest / 2) return
  warnOnce(
    'WARN_HANGUP_CHECKING_INTERVAL',
    `This server looks at its limits every ${String(interval)} ms, so that one of ` +
      `${String(shortest)} ms may pass ${String(interval)} ms late. Node reads ` +
      `connectionsCheckingInterval when a server begins to listen: call guardServer before ` +
      `listen(), or give createServer what serverOptions() returns.`,
  )
}
