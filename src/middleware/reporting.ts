import { checkFunction, checkOneOf, HangupError } from '../errors/index.js'
import type { AnyRequest, Reporting } from '../exchange/index.js'
import type { Observer } from '../types/index.js'
import { addressOf, addressStyles, type AddressStyle } from './address.js'
import { pathOf } from './path.js'
import { requestIdFrom, requestIdHeaders, type RequestIdSource } from './request-id.js'
import { expire } from './request-timeout/expire.js'
import { routeOf } from './route.js'

/** What every part that may make an exchange takes. */
export interface ReportingOptions {
  /**
   * Who is told. Without any nothing is logged; the diagnostics channels are always there.
   * @default []
   */
  readonly observers?: readonly Observer[]
  /**
   * Makes a path safe to log, where paths hold secrets of their own. It is given the path without
   * its query.
   * @default (path) => path
   */
  readonly redactPath?: (path: string) => string
  /**
   * How the client's address is told: `'truncated'` to /24 for IPv4 and /48 for IPv6, in `'full'`,
   * `'hashed'` with a random salt that changes each day (UTC) and never leaves the process, or as
   * `'none'`. Under Express it follows `trust proxy`.
   * @default 'truncated'
   */
  readonly address?: AddressStyle
  /**
   * Where the id is found that other systems know a request by: headers, the first that tells one
   * wins; a function; or `false`. Of `traceparent` it is the trace id. At most 128 characters of it
   * are told.
   * @default ['traceparent', 'x-request-id']
   */
  readonly requestId?: RequestIdSource
}

export const reportingKeys = ['observers', 'redactPath', 'address', 'requestId'] as const

/** Checks the options and decides all that can be decided once. */
export function reportingFrom(options: ReportingOptions): Reporting {
  const { observers = [], redactPath, address = 'truncated' } = options
  const findId = requestIdFrom(options.requestId ?? requestIdHeaders)
  checkObservers(observers)
  if (redactPath !== undefined) checkFunction('redactPath', redactPath)
  checkOneOf('address', address, addressStyles)
  return {
    observers: [...observers],
    expire,
    routeOf: safely((req) => routeOf(req), null),
    pathOf: safely((req) => pathOf(req, redactPath), ''),
    addressOf: safely((req, peer: string | undefined) => addressOf(req, peer, address), null),
    ...(findId === undefined ? {} : { requestIdOf: safely(findId, undefined) }),
  }
}

/** Getters of frameworks and functions of users run here, inside an event of the socket. */
function safely<T, A = void>(
  describe: (req: AnyRequest, more: A) => T,
  otherwise: T,
): (req: AnyRequest, more: A) => T {
  return (req, more) => {
    try {
      return describe(req, more)
    } catch {
      return otherwise
    }
  }
}

function checkObservers(observers: unknown): void {
  const ok =
    Array.isArray(observers) &&
    observers.every((observer) => typeof observer === 'object' && observer !== null)
  if (ok) return
  throw new HangupError(
    'ERR_HANGUP_OPTION',
    `observers must be an array of observers; received ${typeof observers}`,
  )
}
