import { checkFunction, checkOneOf } from '../errors/index.js'
import type { Reporting } from '../exchange/index.js'
import type { Observer } from '../types/index.js'
import { HangupError } from '../errors/index.js'
import { addressOf, type AddressStyle } from './address.js'
import { pathOf } from './path.js'
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
   * How the client's address is told: `'truncated'` to /24 for IPv4 and /48 for IPv6, in `'full'`, or
   * as `'none'`. Under Express it follows `trust proxy`.
   * @default 'truncated'
   */
  readonly address?: AddressStyle
}

export const reportingKeys = ['observers', 'redactPath', 'address'] as const

/** Checks the options and decides all that can be decided once. */
export function reportingFrom(options: ReportingOptions): Reporting {
  const { observers = [], redactPath, address = 'truncated' } = options
  checkObservers(observers)
  if (redactPath !== undefined) checkFunction('redactPath', redactPath)
  checkOneOf('address', address, ['truncated', 'full', 'none'] as const)
  return {
    observers: [...observers],
    expire,
    routeOf: (req) => safely(routeOf, req),
    pathOf: (req) => safely(pathOf, req, redactPath) ?? '',
    addressOf: (req, peer) => safely(addressOf, req, peer, address),
  }
}

/** Getters of frameworks and functions of users run here, inside an event of the socket. */
function safely<A extends unknown[], T>(describe: (...args: A) => T, ...args: A): T | null {
  try {
    return describe(...args)
  } catch {
    return null
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
