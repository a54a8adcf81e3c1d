import { inspect } from 'node:util'
import { HangupError } from '../errors/index.js'
import { safeText, type AnyRequest } from '../exchange/index.js'

/**
 * Where a request's id is found: headers, of which the first that tells one wins; a function; or
 * `false` for nowhere.
 */
export type RequestIdSource = false | readonly string[] | ((req: AnyRequest) => string | undefined)

/** What tracing and proxies use. */
export const requestIdHeaders: readonly string[] = ['traceparent', 'x-request-id']

const MAX_LENGTH = 128

/** Checks the option; gives what finds the id, or undefined where nobody wants it. */
export function requestIdFrom(
  source: RequestIdSource,
): ((req: AnyRequest) => string | undefined) | undefined {
  if (source === false) return undefined
  if (source === requestIdHeaders) return idInDefaults
  if (typeof source === 'function') return (req) => plainId(source(req))
  if (!Array.isArray(source))
    throw refusal(typeof source === 'object' ? 'an object' : inspect(source))
  const headers = source.map(headerName)
  return (req) => idIn(req, headers)
}

function headerName(name: unknown): string {
  if (typeof name === 'string' && /^[\w!#$%&'*+.^`|~-]+$/.test(name)) return name.toLowerCase()
  throw refusal(`${inspect(name, { depth: 0 })} in it`)
}

function refusal(received: string): HangupError {
  return new HangupError(
    'ERR_HANGUP_OPTION',
    `requestId must be false, a function, or an array of header names; received ${received}`,
  )
}

/** The usual case, each by its name: what the source names is found by an inline cache. */
function idInDefaults(req: AnyRequest): string | undefined {
  const { headers } = req
  const isNamed = headers['traceparent'] !== undefined || headers['x-request-id'] !== undefined
  return isNamed ? idIn(req, requestIdHeaders) : undefined
}

function idIn({ headers }: AnyRequest, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = headers[name]
    if (value === undefined) continue
    const id = name === 'traceparent' ? traceIdOf(value) : plainId(value)
    if (id !== undefined) return id
  }
  return undefined
}

/** https://www.w3.org/TR/trace-context/#traceparent-header: version, trace id, parent id, flags. */
function traceIdOf(value: unknown): string | undefined {
  const match =
    /^(?!ff)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})[\da-f]{16}-[\da-f]{2}(?:$|-)/.exec(
      String(value),
    )
  return match?.[1]
}

function plainId(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const id = safeText(value, MAX_LENGTH).trim()
  return id === '' ? undefined : id
}
