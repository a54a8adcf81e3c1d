import { safeText, type AnyRequest } from '../exchange/index.js'

const MAX_PATH_LENGTH = 1024

/** What nobody has read of most requests before: by a key, as `Http1Link` reads `socket`. */
const ORIGINAL_URL = 'originalUrl'

/** What needs no cleaning: printable, and with neither a query nor an origin. */
const plain = /^\/[!-"$->@-~]*$/

/** The path of a request without query, host or credentials, as a log may hold it. */
export function pathOf(req: AnyRequest, redact?: (path: string) => string): string {
  const { [ORIGINAL_URL]: originalUrl } = req as { originalUrl?: string }
  const url = originalUrl ?? req.url ?? ''
  if (redact === undefined && url.length <= MAX_PATH_LENGTH && plain.test(url)) return url
  const end = url.search(/[?#]/)
  const path = withoutOrigin(end === -1 ? url : url.slice(0, end))
  if (redact === undefined) return safeText(path, MAX_PATH_LENGTH)
  // It is given the whole path: what it looks for must not be cut in two, nor hide behind characters
  // that are left out.
  const redacted: unknown = redact(safeText(path, Infinity))
  return typeof redacted === 'string' ? safeText(redacted, MAX_PATH_LENGTH) : ''
}

/** RFC 9112, 3.2.2: a proxy's request line names the whole URL, which may hold credentials. */
function withoutOrigin(url: string): string {
  const origin = /^[a-z][a-z0-9+.-]*:\/\/[^/]*/i.exec(url)
  return origin === null ? url : url.slice(origin[0].length) || '/'
}
