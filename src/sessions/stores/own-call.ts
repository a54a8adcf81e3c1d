import type { Sweep } from '../sweep.js'
import type { StoreAdapter } from './adapter.js'
import { classOf, hasMethods, type AnyStore } from './shape.js'
import type { StoreCallback } from './store-call.js'

/** What stores call it. */
const NAMES = ['prune', 'pruneSessions', 'clearExpiredSessions', 'clearExpired', 'reap'] as const

/** Any other store with a call of its own. */
export function ownCall(store: AnyStore): StoreAdapter | null {
  const name = NAMES.find((each) => hasMethods(store, each))
  if (name === undefined) return null
  const prune = store[name] as (this: unknown, callback: StoreCallback) => unknown
  return {
    store: classOf(store),
    method: 'own-call',
    sweep: (sweep) => sweepWith(name, (callback) => prune.call(store, callback), prune, sweep),
  }
}

async function sweepWith(
  name: string,
  start: (callback: StoreCallback) => unknown,
  { length: parameters }: { readonly length: number },
  sweep: Sweep,
): Promise<void> {
  const result = await sweep.call(
    name,
    (callback) => {
      const returned = start(callback)
      // One that takes no callback and promises nothing is done when it returns.
      if (parameters === 0 && returned === undefined) queueMicrotask(callback)
      return returned
    },
    { promised: true },
  )
  sweep.scanned = null
  if (typeof result === 'number') sweep.countRemoved(result)
  else sweep.removed = null
}
