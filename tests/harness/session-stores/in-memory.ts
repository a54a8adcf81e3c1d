import session, { type SessionData } from 'express-session'
import makeMemorystore from 'memorystore'
import { setTimeout as sleep } from 'node:timers/promises'
import type { OpenedStore } from './opened-store.js'

/** The MemoryStore of express-session. */
export async function openMemory(): Promise<OpenedStore> {
  const store = new session.MemoryStore()
  const { sessions: stored } = store as unknown as { sessions: object }
  return {
    store,
    put: async (sessions) => {
      for (const { sid, data } of sessions) store.set(sid, data as unknown as SessionData)
    },
    ids: async () => Object.keys(stored),
    close: async () => undefined,
  }
}

/** memorystore, without its own timer. */
export async function openMemorystore(): Promise<OpenedStore> {
  const store = new (makeMemorystore(session))({})
  const { store: cache } = store as unknown as { store: { keys(): string[] } }
  return {
    store,
    put: async (sessions) => {
      for (const { sid, data } of sessions) {
        // It counts from now on: what has expired gets the shortest time there is.
        const maxAge = Math.max((data.cookie as { maxAge: number }).maxAge, 1)
        store.set(sid, { ...data, cookie: { ...data.cookie, maxAge } } as unknown as SessionData)
      }
      const until = Date.now() + 2
      while (Date.now() < until) await sleep(1)
    },
    ids: async () => cache.keys(),
    close: async () => undefined,
  }
}
