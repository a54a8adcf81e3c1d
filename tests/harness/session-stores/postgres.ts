import connectPgSimple from 'connect-pg-simple'
import session from 'express-session'
import { Pool } from 'pg'
import type { Cluster } from '../postgres.js'
import type { OpenedStore } from './opened-store.js'

/** connect-pg-simple, in a schema of its own where it is named, without its own timer. */
export async function openPostgres(
  connection: Cluster['connection'],
  schemaName = 'public',
): Promise<OpenedStore> {
  const pool = new Pool({ ...connection, max: 4 }).on('error', () => {
    // An idle connection that is lost, as at the end, is nobody's error.
  })
  const store = new (connectPgSimple(session))({
    pool,
    schemaName,
    createTableIfMissing: true,
    pruneSessionInterval: false,
  })
  await pool.query(`CREATE SCHEMA IF NOT EXISTS "${schemaName}"`)
  // The first call makes the table.
  await new Promise<void>((resolve, reject) => {
    store.get('nobody', (error) => (error ? reject(error as Error) : resolve()))
  })
  return {
    store,
    put: async (sessions) => {
      await pool.query(
        `INSERT INTO "${schemaName}".session (sid, sess, expire)
         SELECT * FROM unnest($1::varchar[], $2::json[], $3::timestamptz[])`,
        [
          sessions.map(({ sid }) => sid),
          sessions.map(({ data }) => JSON.stringify(data)),
          sessions.map(({ expires }) => expires.toISOString()),
        ],
      )
    },
    ids: async () => {
      const { rows } = await pool.query<{ sid: string }>(`SELECT sid FROM "${schemaName}".session`)
      return rows.map(({ sid }) => sid)
    },
    close: () => pool.end(),
  }
}
