import type { Sweep } from '../sweep.js'
import type { StoreAdapter } from './adapter.js'
import { hasClass, hasMethods, isObject, type AnyStore } from './shape.js'
import type { StoreCallback } from './store-call.js'

interface PGStore {
  pruneSessions(callback: StoreCallback): void
  quotedTable(): string
  query(text: string, values: readonly unknown[], callback: StoreCallback): void
}

/**
 * connect-pg-simple. Up to a batch its `pruneSessions` is called. It deletes everything in one
 * statement, which for millions holds locks and a connection for minutes; so above that the same is
 * done in steps. A row that another process holds is left to that one.
 */
export function connectPgSimple(store: AnyStore): StoreAdapter | null {
  if (!hasClass(store, 'PGStore')) return null
  if (!hasMethods(store, 'pruneSessions', 'quotedTable', 'query')) return null
  return {
    store: 'connect-pg-simple',
    method: 'own-call',
    advice: 'it also prunes by itself, unless pruneSessionInterval is false',
    sweep: (sweep) => sweepTable(store as unknown as PGStore, sweep),
  }
}

async function sweepTable(store: PGStore, sweep: Sweep): Promise<void> {
  const table = store.quotedTable()
  // The store's own condition, and its own clock: whole seconds, rounded up on both sides.
  const expired = 'expire < to_timestamp($1)'
  const count = async (counted: string): Promise<number> => {
    const values = [Math.ceil(Date.now() / 1000), sweep.batchSize]
    const row = await sweep.call('query', (callback) => store.query(counted, values, callback))
    return isObject(row) ? Number(row['count']) : NaN
  }
  const found = await count(
    `SELECT count(*) FROM (SELECT FROM ${table} WHERE ${expired} LIMIT $2 + 1) AS found`,
  )
  if (found <= sweep.batchSize) {
    await sweep.call('pruneSessions', (callback) => store.pruneSessions(callback))
    sweep.countScanned(found)
    sweep.countRemoved(found)
    return
  }
  let removed: number
  do {
    removed = await count(
      `WITH gone AS (
        DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
          SELECT ctid FROM ${table} WHERE ${expired} LIMIT $2 FOR UPDATE SKIP LOCKED
        )) RETURNING 1
      ) SELECT count(*) FROM gone`,
    )
    sweep.countScanned(removed)
    sweep.countRemoved(removed)
    await sweep.batchDone()
  } while (removed === sweep.batchSize)
}
