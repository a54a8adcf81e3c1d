import type { Sweep } from '../sweep.js'
import type { StoreAdapter } from './adapter.js'
import { hasClass, hasMethods, type AnyStore } from './shape.js'

interface SqliteStore {
  readonly client: {
    prepare(sql: string): {
      get(...values: readonly unknown[]): Readonly<Record<string, unknown>> | undefined
      run(...values: readonly unknown[]): unknown
    }
  }
  clearExpiredSessions(): void
}

/** The condition of the store's own statement: a time that cannot be read is not in the past. */
const EXPIRED = `datetime('now') > datetime(expire)`

/**
 * better-sqlite3-session-store. Up to a batch its `clearExpiredSessions` is called. SQLite works in
 * this thread, a second for some hundred thousand sessions; so above that the same is done in steps.
 */
export function betterSqlite3(store: AnyStore): StoreAdapter | null {
  if (!hasClass(store, 'SqliteStore') || !hasMethods(store, 'clearExpiredSessions')) return null
  if (!hasMethods(store['client'], 'prepare')) return null
  return {
    store: 'better-sqlite3-session-store',
    method: 'own-call',
    advice: 'it also clears by itself, every 15 minutes or expired.intervalMs',
    sweep: (sweep) => sweepTable(store as unknown as SqliteStore, sweep),
  }
}

async function sweepTable(store: SqliteStore, sweep: Sweep): Promise<void> {
  const number = (sql: string, ...values: readonly unknown[]): number =>
    Number(store.client.prepare(sql).get(...values)?.['n'] ?? NaN)
  const removedBy = (step: () => unknown): number => {
    const before = number('SELECT total_changes() AS n')
    step()
    return number('SELECT total_changes() AS n') - before
  }
  const count = number('SELECT count(*) AS n FROM sessions')
  if (count <= sweep.batchSize) {
    sweep.countScanned(count)
    sweep.countRemoved(removedBy(() => store.clearExpiredSessions()))
    // It prints an error of the database's and goes on.
    const left = number(`SELECT count(*) AS n FROM sessions WHERE ${EXPIRED}`)
    if (left > 0) throw new Error(`clearExpiredSessions left ${left} expired sessions`)
    return
  }
  const last = number('SELECT max(rowid) AS n FROM sessions')
  // Sessions that are set meanwhile lie behind `last`; after it there is no end, which is no number.
  const endOf = (from: number): number =>
    number(
      `SELECT max(rowid) AS n FROM
         (SELECT rowid FROM sessions WHERE rowid > ? AND rowid <= ? ORDER BY rowid LIMIT ?)`,
      from,
      last,
      sweep.batchSize,
    )
  const step = 'FROM sessions WHERE rowid > ? AND rowid <= ?'
  const remove = store.client.prepare(`DELETE ${step} AND ${EXPIRED}`)
  let from = 0
  for (let to = endOf(from); !Number.isNaN(to); to = endOf(from)) {
    const range = [from, to]
    sweep.countScanned(number(`SELECT count(*) AS n ${step}`, ...range))
    sweep.countRemoved(removedBy(() => remove.run(...range)))
    await sweep.batchDone()
    from = to
  }
}
