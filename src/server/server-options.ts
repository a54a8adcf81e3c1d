import { checkDuration, checkOptions, HangupError } from '../errors/index.js'
import { limitsFor, type Behind } from './presets.js'

/** Limits of a server, each optional; in milliseconds, `0` turns one off. */
export interface ServerLimitOptions {
  /**
   * What stands directly in front: its preset gives what is not set here. Without it these are
   * Node's own, 5, 60 and 300 seconds.
   */
  readonly behind?: Behind
  /** How long an idle connection is kept. Node closes it one second later than it says. */
  readonly keepAliveTimeoutMs?: number
  /** How long the header of a request may take; at most `requestTimeoutMs`. */
  readonly headersTimeoutMs?: number
  /** How long a request may take to arrive, its body too. */
  readonly requestTimeoutMs?: number
  /**
   * How often the two before are looked at.
   *
   * @default a tenth of the shorter of them, from 50 ms to 30 s
   */
  readonly connectionsCheckingIntervalMs?: number
}

/** What `http.createServer` and `https.createServer` take. Milliseconds. */
export interface ServerLimits {
  readonly keepAliveTimeout: number
  readonly headersTimeout: number
  readonly requestTimeout: number
  readonly connectionsCheckingInterval: number
}

/** What a Node server has without any options. */
export const nodeDefaults = {
  keepAliveTimeoutMs: 5_000,
  headersTimeoutMs: 60_000,
  requestTimeoutMs: 300_000,
  connectionsCheckingIntervalMs: 30_000,
} as const

const SHORTEST_INTERVAL_MS = 50

/**
 * Limits for `http.createServer`, `https.createServer` and `http2.createSecureServer` with
 * `allowHTTP1`. Only there can it be said how often Node looks at them: every 30 s unless told
 * otherwise, so a limit of 5 s may pass after 35, and what is set on a server that listens already
 * has no effect.
 *
 * @throws {HangupError} `ERR_HANGUP_OPTION` for an unknown option or name, a value out of range, or
 * a header that may take longer than its request.
 * @see https://nodejs.org/docs/latest/api/http.html#httpcreateserveroptions-requestlistener
 * @example
 * import { createServer } from 'node:http'
 * import { serverOptions } from 'express-hangup/server'
 *
 * createServer(serverOptions({ behind: 'aws-alb' }), app).listen(3000)
 */
export function serverOptions(options: Readonly<ServerLimitOptions> = {}): ServerLimits {
  checkOptions('serverOptions', options, [
    'behind',
    'keepAliveTimeoutMs',
    'headersTimeoutMs',
    'requestTimeoutMs',
    'connectionsCheckingIntervalMs',
  ])
  const preset = options.behind === undefined ? nodeDefaults : limitsFor(options.behind)
  const limit = (name: 'keepAliveTimeoutMs' | 'headersTimeoutMs' | 'requestTimeoutMs') =>
    options[name] === 0 ? 0 : checkDuration(name, options[name] ?? preset[name])

  const requestTimeout = limit('requestTimeoutMs')
  const longest = requestTimeout || Infinity
  const headersTimeout =
    options.headersTimeoutMs === undefined
      ? Math.min(preset.headersTimeoutMs, longest)
      : limit('headersTimeoutMs')
  if (headersTimeout > longest) {
    throw new HangupError(
      'ERR_HANGUP_OPTION',
      `headersTimeoutMs must be at most requestTimeoutMs, ${String(requestTimeout)}; ` +
        `received ${String(headersTimeout)}`,
    )
  }
  return {
    keepAliveTimeout: limit('keepAliveTimeoutMs'),
    headersTimeout,
    requestTimeout,
    connectionsCheckingInterval: checkDuration(
      'connectionsCheckingIntervalMs',
      options.connectionsCheckingIntervalMs ?? intervalFor(headersTimeout, requestTimeout),
    ),
  }
}

/** Often enough that a limit passes at most a tenth late, and never more often than it is worth. */
export function intervalFor(headersTimeout: number, requestTimeout: number): number {
  const shortest = Math.min(headersTimeout || Infinity, requestTimeout || Infinity)
  const wanted = Math.max(Math.round(shortest / 10), SHORTEST_INTERVAL_MS)
  return Math.min(wanted, nodeDefaults.connectionsCheckingIntervalMs)
}
