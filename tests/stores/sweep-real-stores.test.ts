import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sessionCleanup, type SweepReport } from '../../src/sessions/index.js'
import { programs, startCluster, type Cluster } from '../harness/postgres.js'
import { openFiles } from '../harness/session-stores/files.js'
import { openMemory, openMemorystore } from '../harness/session-stores/in-memory.js'
import type { OpenedStore } from '../harness/session-stores/opened-store.js'
import { openPostgres } from '../harness/session-stores/postgres.js'
import { sampleSession, sampleSessions } from '../harness/session-stores/sample-sessions.js'
import { openSqlite } from '../harness/session-stores/sqlite.js'

const everyMs = 3_600_000
let cluster: Cluster
let schemas = 0

beforeAll(async () => {
  if (programs !== undefined) cluster = await startCluster()
}, 120_000)

afterAll(async () => {
  if (programs !== undefined) await cluster.stop()
}, 120_000)

const postgres = () => openPostgres(cluster.connection, `schema${++schemas}`)

interface Row {
  readonly name: string
  readonly method: string
  readonly open: () => Promise<OpenedStore>
  readonly ownCall?: string
}

const rows: readonly Row[] = [
  { name: "express-session's MemoryStore", method: 'batches', open: openMemory },
  { name: 'memorystore', method: 'own-call', open: openMemorystore, ownCall: 'prune' },
  {
    name: 'better-sqlite3-session-store',
    method: 'own-call',
    open: openSqlite,
    ownCall: 'clearExpiredSessions',
  },
  { name: 'session-file-store', method: 'batches', open: openFiles },
  { name: 'connect-pg-simple', method: 'own-call', open: postgres, ownCall: 'pruneSessions' },
]

describe.each(rows)('$name', ({ name, method, open, ownCall }) => {
  const isHere = name !== 'connect-pg-simple' || programs !== undefined
  const when = isHere ? it : it.skip
  let opened: OpenedStore

  beforeEach(async () => {
    if (isHere) opened = await open()
  })

  afterEach(async () => {
    if (isHere) await opened.close()
  })

  const expectLiveOnly = async (sessions: readonly { sid: string }[]) => {
    const live = sessions.map(({ sid }) => sid).filter((sid) => sid.startsWith('live'))
    expect((await opened.ids()).sort()).toEqual(live.sort())
  }

  when('is known for what it is', async () => {
    const cleanup = sessionCleanup(opened.store, { everyMs })
    expect(cleanup).toMatchObject({ store: name, method })
    await cleanup.stop()
  })

  when('loses all that has expired and nothing else, step by step', async () => {
    const sessions = sampleSessions(1000)
    await opened.put(sessions)
    const reports: SweepReport[] = []
    const turns: number[] = []
    let turn = 0
    let isOver = false
    const count = () => {
      turn++
      if (!isOver) setImmediate(count)
    }
    count()
    const onSweep = (report: SweepReport) => {
      reports.push(report)
      turns.push(turn)
      isOver = report.done
    }
    const { removed, error } = await sessionCleanup(opened.store, {
      everyMs,
      batchSize: 100,
      onSweep,
    }).runNow()
    expect({ removed, error }).toEqual({ removed: 1000, error: null })
    await expectLiveOnly(sessions)
    const progress = reports.filter(({ done }) => !done)
    expect(progress.length).toBeGreaterThanOrEqual(10)
    // The event loop went round between any two of them.
    expect(new Set(turns.slice(0, progress.length)).size).toBe(progress.length)
    expect(progress.map((each) => each.removed)).toEqual(
      progress.map((each) => each.removed).toSorted((a, b) => (a ?? 0) - (b ?? 0)),
    )
  })

  when('loses the few that have expired', async () => {
    const sessions = sampleSessions(5)
    await opened.put(sessions)
    const own = ownCall === undefined ? null : jest.spyOn(opened.store, ownCall as 'regenerate')
    const report = await sessionCleanup(opened.store, { everyMs }).runNow()
    expect(report).toMatchObject({ removed: 5, unreadable: 0, error: null })
    if (own !== null) expect(own).toHaveBeenCalledTimes(1)
    await expectLiveOnly(sessions)
    expect(await sessionCleanup(opened.store, { everyMs }).runNow()).toMatchObject({ removed: 0 })
  })

  when('loses nothing where it is empty', async () => {
    expect(await sessionCleanup(opened.store, { everyMs }).runNow()).toMatchObject({
      removed: 0,
      error: null,
    })
  })

  when('loses all that had expired, also where sessions are set while the sweep runs', async () => {
    // The last batch is not a whole one: what is new must not be taken for the rest of it.
    const sessions = sampleSessions(130)
    await opened.put(sessions)
    const added = Array.from({ length: 20 }, (_, i) => sampleSession('live', 1000 + i))
    const saved: Promise<void>[] = []
    const set = ({ sid, data }: (typeof added)[number]): Promise<void> =>
      new Promise((resolve, reject) => {
        opened.store.set(sid, data as never, (error) => {
          if (error) reject(error as Error)
          else resolve()
        })
      })
    const { error } = await sessionCleanup(opened.store, {
      everyMs,
      batchSize: 50,
      onSweep: () => {
        if (saved.length === 0) saved.push(...added.map(set))
      },
    }).runNow()
    await Promise.all(saved)
    expect(error).toBeNull()
    await expectLiveOnly([...sessions, ...added])
  })

  when('keeps what is renewed while the sweep runs', async () => {
    const sessions = sampleSessions(300)
    await opened.put(sessions)
    const renewed = sampleSession('live', 0)
    let asked = false
    await sessionCleanup(opened.store, {
      everyMs,
      batchSize: 50,
      onSweep: () => {
        if (asked) return
        asked = true
        for (const { sid } of sessions.slice(-100)) {
          opened.store.set(sid, renewed.data as never, () => undefined)
        }
      },
    }).runNow()
    const ids = new Set(await opened.ids())
    const live = sessions.filter(({ sid }) => sid.startsWith('live'))
    expect(live.every(({ sid }) => ids.has(sid))).toBe(true)
    // Those that were renewed after they had been removed are there as well: they were saved again.
    expect(ids.size).toBeGreaterThanOrEqual(300)
  })
})

describe('what cannot be read', () => {
  const corrupt = ['', '{', 'null', '{"cookie":{"expires":"never"}}', '[]']

  it('stays in the MemoryStore, and is counted', async () => {
    const opened = await openMemory()
    await opened.put(sampleSessions(10))
    const { sessions } = opened.store as unknown as { sessions: Record<string, string> }
    corrupt.forEach((text, i) => (sessions[`corrupt${i}`] = text))
    const report = await sessionCleanup(opened.store, { everyMs }).runNow()
    expect(report).toMatchObject({ removed: 10, unreadable: 5, error: null })
    expect(await opened.ids()).toHaveLength(15)
  })

  it('stays among the files, and is counted', async () => {
    const opened = await openFiles()
    await opened.put(sampleSessions(10))
    corrupt.forEach((text, i) => {
      writeFileSync(join(opened.folder, `corrupt${i}.json`), text)
    })
    mkdirSync(join(opened.folder, 'folder.json'))
    const report = await sessionCleanup(opened.store, { everyMs }).runNow()
    expect(report).toMatchObject({ removed: 10, unreadable: 6, error: null })
    expect(await opened.ids()).toHaveLength(16)
    await opened.close()
  })

  it('stays in SQLite', async () => {
    const opened = await openSqlite()
    const sessions = sampleSessions(10)
    const unreadable = sessions.filter(({ sid }) => sid.startsWith('gone')).slice(0, 5)
    await opened.put(sessions)
    const { client } = opened.store as unknown as {
      client: { prepare(sql: string): { run(...values: unknown[]): unknown } }
    }
    const damage = client.prepare('UPDATE sessions SET expire = ?, sess = ? WHERE sid = ?')
    unreadable.forEach(({ sid }, i) => damage.run('never', corrupt[i], sid))
    for (const batchSize of [5, 500]) {
      const report = await sessionCleanup(opened.store, { everyMs, batchSize }).runNow()
      expect(report.error).toBeNull()
      expect(await opened.ids()).toHaveLength(15)
    }
    await opened.close()
  })
})

test('encrypted files are read by their own key', async () => {
  const opened = await openFiles({ secret: 'a secret' })
  const set = (sid: string, expires: Date) =>
    new Promise((resolve) => {
      const cookie = { originalMaxAge: 1, expires }
      opened.store.set(sid, { cookie }, resolve)
    })
  await set('gone', new Date(0))
  await opened.put([sampleSession('live', 1)]) // not encrypted, so not to be read
  await new Promise((resolve) => setTimeout(resolve, 5))
  const report = await sessionCleanup(opened.store, { everyMs }).runNow()
  expect(report).toMatchObject({ removed: 1, unreadable: 1, error: null })
  await opened.close()
})
