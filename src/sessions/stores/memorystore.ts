import type { Sweep } from '../sweep.js'
import type { StoreAdapter } from './adapter.js'
import { hasClass, hasMethods, isObject, type AnyStore } from './shape.js'

interface MemoryStore {
  readonly store: Cache
  prune(): void
}

/** The lru-cache inside, as far as it is needed. */
interface Cache {
  readonly itemCount: number
  keys(): string[]
  /** Drops an entry whose time has passed, and leaves the order of the others alone. */
  peek(id: string): unknown
}

/**
 * memorystore. Up to a batch its `prune` is called; it goes through everything in one go, so above
 * that the same is done step by step.
 */
export function memorystore(store: AnyStore): StoreAdapter | null {
  const cache = store['store']
  if (!hasClass(store, 'MemoryStore') || !hasMethods(store, 'prune', 'stopInterval')) return null
  if (!isObject(cache) || typeof cache['itemCount'] !== 'number') return null
  if (!hasMethods(cache, 'keys', 'peek')) return null
  const hasTimer = store['_checkInterval'] !== undefined
  return {
    store: 'memorystore',
    method: 'own-call',
    ...(hasTimer && {
      advice: 'it also prunes by itself, every checkPeriod: leave that option out',
    }),
    sweep: (sweep) => sweepCache(store as unknown as MemoryStore, sweep),
  }
}

async function sweepCache(memory: MemoryStore, sweep: Sweep): Promise<void> {
  const cache = memory.store
  const removedBy = (step: () => unknown): number => {
    const before = cache.itemCount
    step()
    return before - cache.itemCount
  }
  if (cache.itemCount <= sweep.batchSize) {
    sweep.countScanned(cache.itemCount)
    sweep.countRemoved(removedBy(() => memory.prune()))
    return
  }
  const ids = cache.keys()
  for (let start = 0; start < ids.length; start += sweep.batchSize) {
    const batch = ids.slice(start, start + sweep.batchSize)
    sweep.countScanned(batch.length)
    for (const id of batch) {
      sweep.countRemoved(removedBy(() => cache.peek(id)))
      if (sweep.isTired) await sweep.rest()
    }
    await sweep.batchDone()
  }
}
