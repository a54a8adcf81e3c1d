import { Store } from 'express-session'

export type Callback = (error?: unknown, result?: unknown) => void

/** What a store is given to keep. */
export interface Stored {
  readonly cookie: { readonly originalMaxAge: number | null; readonly expires?: Date | null }
}

export const HOUR_MS = 3_600_000

/** The data of a session whose cookie has so much time left. */
export function sessionFor(ms: number): Stored {
  return { cookie: { originalMaxAge: HOUR_MS, expires: new Date(Date.now() + ms) } }
}

/** Of its base only what is needed, since its types say more of a store than express-session asks. */
const PlainStore = Store as unknown as new () => Pick<Store, 'createSession'>

/** What somebody writes for himself: a store over a Map that leaves the looking at times to others. */
export class MapStore extends PlainStore {
  readonly rows = new Map<string, string>()
  /** The methods that were called, with the id. */
  readonly calls: string[] = []

  put(sessions: Readonly<Record<string, Stored>>): this {
    for (const [sid, data] of Object.entries(sessions)) this.rows.set(sid, JSON.stringify(data))
    return this
  }

  get(sid: string, callback: Callback): void {
    this.calls.push(`get ${sid}`)
    const row = this.rows.get(sid)
    setImmediate(() => callback(null, row === undefined ? null : JSON.parse(row)))
  }

  set(sid: string, session: Stored, callback?: Callback): void {
    this.rows.set(sid, JSON.stringify(session))
    setImmediate(() => callback?.())
  }

  destroy(sid: string, callback?: Callback): void {
    this.calls.push(`destroy ${sid}`)
    this.rows.delete(sid)
    setImmediate(() => callback?.())
  }

  all(callback: Callback): void {
    const listed = Object.fromEntries([...this.rows].map(([sid, row]) => [sid, JSON.parse(row)]))
    setImmediate(() => callback(null, listed))
  }

  get ids(): string[] {
    return [...this.rows.keys()]
  }
}

/** Keeps the time in a column of its own, as stores over databases do: only there `touch` renews it. */
export class ColumnStore extends MapStore {
  readonly until = new Map<string, number>()

  override set(sid: string, session: Stored, callback?: Callback): void {
    this.until.set(sid, new Date(session.cookie.expires ?? 0).getTime())
    super.set(sid, session, callback)
  }

  override get(sid: string, callback: Callback): void {
    if ((this.until.get(sid) ?? 0) > Date.now()) super.get(sid, callback)
    else setImmediate(() => callback(null, null))
  }

  touch(sid: string, session: Stored, callback?: () => void): void {
    this.until.set(sid, new Date(session.cookie.expires ?? 0).getTime())
    setImmediate(() => callback?.())
  }
}
