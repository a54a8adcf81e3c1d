import type { Store } from 'express-session'
import { cleanUp, onCleanUp } from '../contract/support.js'
import { programs, startCluster, type Cluster } from '../harness/postgres.js'
import { openPostgres } from '../harness/session-stores/postgres.js'
import { openSqlite } from '../harness/session-stores/sqlite.js'
import { describeGuard } from '../unit/sessions/guard-cases.js'

afterEach(cleanUp)

describe('guardSessions over SQLite', () => {
  describeGuard(async (): Promise<Store> => {
    const { store, close } = await openSqlite()
    onCleanUp(close)
    return store
  })
})

const described = programs === undefined ? describe.skip : describe

described('guardSessions over PostgreSQL', () => {
  let cluster: Cluster
  let schemas = 0

  beforeAll(async () => {
    cluster = await startCluster()
  }, 120_000)

  afterAll(() => cluster.stop(), 120_000)

  describeGuard(async (): Promise<Store> => {
    const { store, close } = await openPostgres(cluster.connection, `schema${++schemas}`)
    onCleanUp(close)
    return store
  })
})
