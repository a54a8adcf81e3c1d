import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { compileFor, type Compiled } from '../harness/compiled.js'
import { programs, startCluster, type Cluster } from '../harness/postgres.js'
import type { OpenedStore } from '../harness/session-stores/opened-store.js'
import { openPostgres } from '../harness/session-stores/postgres.js'
import { sampleSession, sampleSessions } from '../harness/session-stores/sample-sessions.js'
import { openSqlite } from '../harness/session-stores/sqlite.js'

interface Told {
  readonly removed: number
  readonly error: string | null
}

const PROCESSES = 4
const EXPIRED = 2000
let compiled: Compiled
const children: ChildProcess[] = []

beforeAll(() => {
  compiled = compileFor('stores', ['tests/stores/programs'])
}, 120_000)

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

afterAll(() => compiled.remove())

/** Starts the processes, and has all of them sweep at once. */
async function sweepTogether(kind: string, target: string): Promise<() => Promise<Told[]>> {
  const program = compiled.fileOf('tests/stores/programs/sweeper')
  const started = Array.from({ length: PROCESSES }, () =>
    fork(program, [kind, target], { execArgv: [] }),
  )
  children.push(...started)
  await Promise.all(started.map((child) => once(child, 'message')))
  return async () => {
    const told = started.map(async (child) => {
      const [message] = (await once(child, 'message')) as [Told]
      await once(child, 'exit')
      return message
    })
    for (const child of started) child.send('go')
    return Promise.all(told)
  }
}

/** Meanwhile some are renewed, as by requests: these must be there in the end. */
async function check(opened: OpenedStore, kind: string, target: string): Promise<void> {
  const sessions = sampleSessions(EXPIRED)
  await opened.put(sessions)
  const renewed = sessions.filter((_, i) => i % 20 === 1)
  const sweep = await sweepTogether(kind, target)
  const sweeps = sweep()
  for (const { sid } of renewed) {
    await new Promise<void>((resolve, reject) => {
      const { data } = sampleSession('live', 0)
      opened.store.set(sid, data as never, (error) => (error ? reject(error as Error) : resolve()))
    })
  }
  const told = await sweeps
  expect(told.map(({ error }) => error)).toEqual([null, null, null, null])
  const live = sessions.filter(({ sid }) => sid.startsWith('live'))
  const expected = [...live, ...renewed].map(({ sid }) => sid).sort()
  expect((await opened.ids()).sort()).toEqual(expected)
  const removed = told.reduce((sum, each) => sum + each.removed, 0)
  expect(removed).toBeGreaterThanOrEqual(EXPIRED - renewed.length)
}

describe('four processes that sweep one store at once', () => {
  it('on SQLite remove all that has expired, and nothing else', async () => {
    const opened = await openSqlite()
    await check(opened, 'sqlite', opened.file)
    await opened.close()
  }, 120_000)

  const when = programs === undefined ? it.skip : it
  when(
    'on PostgreSQL remove all that has expired, and nothing else',
    async () => {
      const cluster: Cluster = await startCluster()
      try {
        const opened = await openPostgres(cluster.connection)
        await check(opened, 'postgres', JSON.stringify(cluster.connection))
        await opened.close()
      } finally {
        await cluster.stop()
      }
    },
    120_000,
  )
})
