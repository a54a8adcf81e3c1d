import { isObject } from './shape.js'

/** Whether a session has expired: `unreadable` where what is stored does not tell. */
export type Verdict = 'expired' | 'live' | 'unreadable'

/**
 * What a session says of itself: it has expired when the time of its cookie has passed, which is the
 * rule of express-session's own MemoryStore. One without a time lives as long as its browser, which
 * nobody can know here. It is never taken for expired where that is not certain.
 */
export function verdictOf(session: unknown, now = Date.now()): Verdict {
  if (!isObject(session) || !isObject(session['cookie'])) return 'unreadable'
  const { expires } = session['cookie']
  if (expires === undefined || expires === null || expires === false) return 'live'
  const at = timeOf(expires)
  if (Number.isNaN(at)) return 'unreadable'
  return at <= now ? 'expired' : 'live'
}

/** The same for a session that is stored as text. */
export function verdictOfText(text: unknown, now = Date.now()): Verdict {
  if (typeof text !== 'string') return 'unreadable'
  try {
    return verdictOf(JSON.parse(text), now)
  } catch {
    return 'unreadable'
  }
}

function timeOf(expires: unknown): number {
  if (expires instanceof Date) return expires.getTime()
  return typeof expires === 'string' || typeof expires === 'number'
    ? new Date(expires).getTime()
    : NaN
}
