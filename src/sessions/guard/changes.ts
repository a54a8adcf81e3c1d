import type { SessionObject } from './guarded-store.js'

/**
 * Which sessions hold something that is not in the store, by the rule of express-session: its
 * cookie, which each request renews, does not count.
 */
export class Changes {
  readonly #stored = new WeakMap<object, string | null>()

  /** The session is in the store as it is now. */
  noteStored(session: SessionObject): void {
    this.#stored.set(session, textOf(session))
  }

  /** The session is not in the store, and is to be, even if nothing is put in it. */
  noteNew(session: SessionObject): void {
    this.#stored.set(session, null)
  }

  isChanged(session: SessionObject): boolean {
    const text = textOf(session)
    return text !== null && text !== this.#stored.get(session)
  }
}

/** Null where it cannot be written as text, nor therefore stored. */
function textOf(session: SessionObject): string | null {
  try {
    return JSON.stringify({ ...session, cookie: undefined })
  } catch {
    return null
  }
}
