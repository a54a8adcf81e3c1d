import type { AnyRequest } from '../exchange/index.js'

const MAX_PATH_LENGTH = 1024

/** What needs no cleaning: printable, and with neither a query nor an origin. */
const plain = /^\/[!-"$->@-~]*$/

/** The path of a request without query, host or credentials, and without control characters. */
export function pathOf(req: AnyRequest, redact?: (path: string) => string): string {
  const { originalUrl } = req as { originalUrl?: string }
  const url = originalUrl ?? req.url ?? ''
  if (redact === undefined && url.length <= MAX_PATH_LENGTH && plain.test(url)) return url
  const end = url.search(/[?#]/)
  const path = withoutOrigin(end === -1 ? url : url.slice(0, end))
  if (redact === undefined) return clean(path)
  const redacted: unknown = redact(clean(path))
  return typeof redacted === 'string' ? clean(redacted) : ''
}

function clean(path: string): string {
  return path.slice(0, MAX_PATH_LENGTH).replace(/[\p{Cc}\u2028\u2029]/gu, '')
}

/** RFC 9112, 3.2.2: a proxy's request line names the whole URL, which may hold credentials. */
function withoutOrigin(url: string): string {
  const origin = /^[a-z][a-z0-9+.-]*:\/\/[^/]*/i.exec(url)
  return origin === null ? url : url.slice(origin[0].length) || '/'
}
