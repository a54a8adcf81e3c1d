import type { AnyRequest } from '../exchange/index.js'

/** What Express puts on a request once a route matched. */
interface RoutedRequest {
  readonly route?: { readonly path?: unknown }
  readonly baseUrl?: unknown
  readonly originalUrl?: string
}

/** What nobody has read of most requests before: by a key, as `Http1Link` reads `socket`. */
const ROUTE = 'route'
const BASE_URL = 'baseUrl'
const ORIGINAL_URL = 'originalUrl'

/**
 * The pattern of the route that matched, or null. Under `app.use('/reset/:token', router)` Express
 * tells the filled-in prefix only, token and all: a prefix stands as `*`.
 */
export function routeOf(req: AnyRequest): string | null {
  const { [ROUTE]: route, [BASE_URL]: baseUrl, [ORIGINAL_URL]: originalUrl } = req as RoutedRequest
  const pattern = patternOf(route?.path)
  if (pattern === null) return null
  const mounted = typeof baseUrl === 'string' && baseUrl !== ''
  return mounted || lostPrefix(pattern, originalUrl ?? '') ? `*${pattern}` : pattern
}

function patternOf(path: unknown): string | null {
  if (typeof path === 'string') return path
  if (path instanceof RegExp) return String(path)
  if (Array.isArray(path)) return path.map((each) => patternOf(each) ?? '*').join(',')
  return null
}

/**
 * An error on its way out of a router takes the prefix with it. A plain pattern that is shorter
 * than the path had one.
 */
function lostPrefix(pattern: string, url: string): boolean {
  if (pattern === url || /[*({?+,\\]/.test(pattern)) return false
  return segments(url) > segments(pattern)
}

/** How many parts a path has, up to its query. One by one: it is asked for each request. */
function segments(path: string): number {
  let count = 0
  let before = SLASH
  for (let at = 0; at < path.length; at++) {
    const code = path.charCodeAt(at)
    if (code === QUESTION_MARK || code === NUMBER_SIGN) break
    if (before === SLASH && code !== SLASH) count++
    before = code
  }
  return count
}

const SLASH = 0x2f
const QUESTION_MARK = 0x3f
const NUMBER_SIGN = 0x23
