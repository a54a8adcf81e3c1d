import { sessionCleanup } from '../../../src/sessions/index.js'
import { openPostgres } from '../../harness/session-stores/postgres.js'
import { openSqlite } from '../../harness/session-stores/sqlite.js'
import type { Cluster } from '../../harness/postgres.js'

/** One process of several: opens the store, waits to be told, sweeps once, and tells what came of it. */
async function main(): Promise<void> {
  const [kind = '', target = ''] = process.argv.slice(2)
  const opened =
    kind === 'sqlite'
      ? await openSqlite(target)
      : await openPostgres(JSON.parse(target) as Cluster['connection'])
  const cleanup = sessionCleanup(opened.store, { everyMs: 3_600_000, batchSize: 50 })
  process.once('message', () => {
    void cleanup.runNow().then(async ({ removed, error }) => {
      await cleanup.stop()
      await opened.close()
      process.send?.({ removed, error: error === null ? null : String(error.cause) })
      process.disconnect()
    })
  })
  process.send?.('ready')
}

void main()
