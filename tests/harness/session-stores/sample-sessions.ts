/** A session as express-session hands it to a store. */
export interface SampleSession {
  readonly sid: string
  readonly expires: Date
  readonly data: { readonly cookie: object; readonly user: object }
}

const HOUR_MS = 3_600_000

/** One that has an hour left, or whose hour has passed. Its id tells which. */
export function sampleSession(kind: 'live' | 'gone', index: number): SampleSession {
  const expires = new Date(Date.now() + (kind === 'live' ? HOUR_MS : -HOUR_MS))
  const cookie = {
    originalMaxAge: HOUR_MS,
    maxAge: expires.getTime() - Date.now(),
    expires,
    httpOnly: true,
    path: '/',
  }
  const user = { id: index, name: `user ${index}` }
  return {
    sid: `${kind}-${index}-${Math.random().toString(36).slice(2)}`,
    expires,
    data: { cookie, user },
  }
}

/** So many that have expired, between as many that have not. */
export function sampleSessions(each: number): SampleSession[] {
  return Array.from({ length: 2 * each }, (_, index) =>
    sampleSession(index % 2 === 0 ? 'live' : 'gone', index),
  )
}
