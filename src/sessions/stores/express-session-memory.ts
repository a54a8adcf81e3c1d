import type { Sweep } from '../sweep.js'
import type { StoreAdapter } from './adapter.js'
import { verdictOfText } from './expiry.js'
import { hasClass, hasMethods, isObject, type AnyStore } from './shape.js'
import type { StoreCallback } from './store-call.js'

interface MemoryStore {
  readonly sessions: Readonly<Record<string, unknown>>
  destroy(sid: string, callback: StoreCallback): unknown
}

/**
 * The MemoryStore of express-session. Its `all` parses every session in one go, which for 200,000
 * takes half a second; so they are read where it keeps them. A session is read and removed in the
 * same turn of the event loop: nothing can renew it in between.
 */
export function expressSessionMemory(store: AnyStore): StoreAdapter | null {
  if (!hasClass(store, 'MemoryStore') || !isObject(store['sessions'])) return null
  if (!hasMethods(store, 'destroy')) return null
  const memory = store as unknown as MemoryStore
  return {
    store: "express-session's MemoryStore",
    method: 'batches',
    sweep: (sweep) => sweepMemory(memory, sweep),
  }
}

async function sweepMemory(store: MemoryStore, sweep: Sweep): Promise<void> {
  const ids = Object.keys(store.sessions)
  await sweep.rest()
  for (let start = 0; start < ids.length; start += sweep.batchSize) {
    const removals: Promise<unknown>[] = []
    for (const id of ids.slice(start, start + sweep.batchSize)) {
      if (sweep.isTired) await sweep.rest()
      const stored = store.sessions[id]
      if (stored === undefined) continue
      sweep.countScanned(1)
      const verdict = verdictOfText(stored)
      if (verdict === 'unreadable') sweep.unreadable++
      if (verdict !== 'expired') continue
      removals.push(sweep.call('destroy', (callback) => store.destroy(id, callback)))
    }
    await Promise.all(removals)
    sweep.countRemoved(removals.length)
    await sweep.batchDone()
  }
}
