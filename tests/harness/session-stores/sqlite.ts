import session from 'express-session'
import Database from 'libsql'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OpenedStore } from './opened-store.js'

type SqliteStoreClass = new (options: { readonly client: object }) => session.MemoryStore & {
  clearExpiredSessions(): void
}

// It has no types.
const makeSqliteStore = createRequire(__filename)('better-sqlite3-session-store') as (
  from: typeof session,
) => SqliteStoreClass

/** Its own timer, which cannot be turned off, would keep a process alive for ever. */
class SqliteStore extends makeSqliteStore(session) {
  startInterval(): void {}
}

/**
 * better-sqlite3-session-store over libsql, which has the API of better-sqlite3, in a file of its
 * own or in this one.
 */
export async function openSqlite(file?: string): Promise<OpenedStore & { readonly file: string }> {
  const folder = file === undefined ? mkdtempSync(join(tmpdir(), 'hangup-sqlite-')) : null
  const database = file ?? join(folder ?? '', 'sessions.db')
  const client = new Database(database, { timeout: 30_000 })
  const store = new SqliteStore({ client })
  const insert = client.prepare('INSERT INTO sessions VALUES (?, ?, ?)')
  const select = client.prepare('SELECT sid FROM sessions')
  return {
    store,
    file: database,
    put: async (sessions) => {
      client.transaction(() => {
        for (const { sid, expires, data } of sessions) {
          insert.run(sid, JSON.stringify(data), expires.toISOString())
        }
      })()
    },
    ids: async () => (select.all() as { sid: string }[]).map(({ sid }) => sid),
    close: async () => {
      client.close()
      if (folder !== null) rmSync(folder, { recursive: true, force: true })
    },
  }
}
