import { Pool, type QueryResult } from 'pg'
import type { IncomingMessage } from 'node:http'
import { abortSignal, exchangeOf, requestTimeout } from '../../src/index.js'
import { aborted } from '../contract/support.js'
import { deferred } from '../harness/deferred.js'
import { documented } from '../harness/documented.js'
import type { Middleware } from '../harness/http-shapes.js'
import { programs, startCluster, type Cluster } from '../harness/postgres.js'
import {
  cleanUp,
  errorOf,
  open,
  stopsWhenTheClientLeaves,
  stopsWhenTheLimitPasses,
  type Example,
} from './stopping.js'

interface Database {
  readonly pool: Pool
  readonly cancels: Pool
}
type Query = (
  req: IncomingMessage,
  database: Database,
  text: string,
  values?: unknown[],
) => Promise<QueryResult<Record<string, unknown>>>

const { query, orders } = documented('docs/how-to/cancel-work.md', 'PostgreSQL with pg') as {
  query: Query
  orders: (database: Database) => Middleware
}

const described = programs === undefined ? describe.skip : describe

described('a query with pg, as documented', () => {
  let cluster: Cluster
  let database: Database
  let observer: Pool

  beforeAll(async () => {
    cluster = await startCluster()
    const pool = (name: string) =>
      new Pool({ ...cluster.connection, max: 1, application_name: name }).on('error', () => {
        // An idle connection that is lost, as at the end, is nobody's error.
      })
    // One connection for queries: where one is not given back, the next query waits for ever.
    database = { pool: pool('queries'), cancels: pool('cancels') }
    observer = pool('observer')
  }, 120_000)

  afterAll(async () => {
    await Promise.all([database.pool, database.cancels, observer].map((pool) => pool.end()))
    await cluster.stop()
  }, 120_000)

  afterEach(cleanUp)

  const asking =
    (text: string, values?: unknown[]): Middleware =>
    async (req, res) => {
      const { rows } = await query(req, database, text, values)
      res.end(JSON.stringify(rows))
    }

  /** Resolves when PostgreSQL says that the query runs, or that none does. */
  async function untilActive(active: boolean): Promise<number | undefined> {
    for (;;) {
      const { rows } = await observer.query<{ pid: number }>(
        `SELECT pid FROM pg_stat_activity WHERE application_name = 'queries'
         AND state = 'active' AND query LIKE 'SELECT pg_sleep%'`,
      )
      if (rows.length > 0 === active) return rows[0]?.pid
    }
  }

  const sleeping = (): Example => ({
    handler: asking('SELECT pg_sleep(600)'),
    get begun() {
      return untilActive(true)
    },
    stopped: () => untilActive(false),
  })

  async function expectUsable(): Promise<void> {
    const { rows } = await database.pool.query('SELECT 1 AS one')
    expect(rows).toEqual([{ one: 1 }])
    expect(database.pool).toMatchObject({ totalCount: 1, idleCount: 1, waitingCount: 0 })
  }

  test('is stopped by PostgreSQL when the client leaves, and its connection given back', async () => {
    await stopsWhenTheClientLeaves(sleeping())
    await expectUsable()
  })

  test('is stopped by PostgreSQL when the limit passes, and 503 answered', async () => {
    await stopsWhenTheLimitPasses(sleeping())
    await expectUsable()
  })

  test('is answered to a client that stays', async () => {
    await observer.query("CREATE TABLE orders AS VALUES ('ann', 1), ('bob', 2)")
    await observer.query('ALTER TABLE orders RENAME column1 TO customer')
    const scene = await open('express5', [orders(database)])
    const { body } = await (await scene.visitor()).ask({ path: '/?customer=bob' })
    expect(JSON.parse(body)).toEqual([{ customer: 'bob', column2: 2 }])
    await expectUsable()
  })

  test('that is wrong is an error of the application', async () => {
    expect(await errorOf(asking('SELECT nonsense'))).toMatchObject({ code: '42703' })
    await expectUsable()
  })

  test('that loses its connection is an error of the application, and ends no process', async () => {
    const error = await errorOf(asking('SELECT pg_sleep(600)'), async () => {
      const pid = await untilActive(true)
      await observer.query('SELECT pg_terminate_backend($1)', [pid])
    })
    expect(error).toMatchObject({ code: '57P01' })
    await expectUsable()
  })

  test('is not run for a client that left while it waited for a connection', async () => {
    await observer.query('CREATE SEQUENCE runs')
    const taken = await database.pool.connect()
    const signal = deferred<AbortSignal>()
    await stopsWhenTheClientLeaves({
      handler: (req, res, next) => {
        signal.resolve(abortSignal(req))
        return asking("SELECT nextval('runs')")(req, res, next)
      },
      begun: untilWaiting(database.pool),
      stopped: async () => {
        await aborted(await signal.promise)
        taken.release()
      },
    })
    const { rows } = await observer.query('SELECT is_called FROM runs')
    expect(rows).toEqual([{ is_called: false }])
    await expectUsable()
  })

  test('never cancels the next query of its connection', async () => {
    const rounds = 150
    const scene = await open('express5', [
      requestTimeout(600_000),
      (req, res, next) => {
        const [, path = '', at = ''] = (req.url ?? '').split('/')
        if (path === 'short') exchangeOf(req).deadline.set(Number(at))
        return asking(path === 'short' ? 'SELECT pg_sleep(0.003)' : 'SELECT pg_sleep(0.002)')(
          req,
          res,
          next,
        )
      },
    ])
    const visitor = await scene.visitor()
    const statuses = new Map<string, number>()
    for (let round = 0; round < rounds; round++) {
      // Around the end of the query, where a cancellation may come too late for it.
      const short = await visitor.ask({ path: `/short/${String(1 + (round % 8))}` })
      const next = await visitor.ask({ path: '/next' })
      for (const key of [`short ${short.status}`, `next ${next.status}`]) {
        statuses.set(key, (statuses.get(key) ?? 0) + 1)
      }
    }
    expect(statuses.get('next 200')).toBe(rounds)
    expect(statuses.get('short 503')).toBeGreaterThan(0)
    expect(scene.downstream.all).toEqual([])
  })
})

async function untilWaiting(pool: Pool): Promise<void> {
  while (pool.waitingCount === 0) await new Promise((resolve) => setImmediate(resolve))
}
