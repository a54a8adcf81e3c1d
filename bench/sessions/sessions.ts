import { monitorEventLoopDelay } from 'node:perf_hooks'
import { sessionCleanup } from '../../src/sessions/index.js'
import { programs, startCluster } from '../../tests/harness/postgres.js'
import { openMemory, openMemorystore } from '../../tests/harness/session-stores/in-memory.js'
import type { OpenedStore } from '../../tests/harness/session-stores/opened-store.js'
import { openPostgres } from '../../tests/harness/session-stores/postgres.js'
import { sampleSessions } from '../../tests/harness/session-stores/sample-sessions.js'
import { openSqlite } from '../../tests/harness/session-stores/sqlite.js'

export interface SweepRow {
  readonly store: string
  readonly sessions: number
  readonly removed: number
  /** Expired sessions that are still there, and others that are not: both must be none. */
  readonly left: number
  readonly lost: number
  readonly durationMs: number
  /** How late the event loop was while the sweep ran, in milliseconds. */
  readonly delay: { readonly p50: number; readonly p99: number; readonly max: number }
}

export interface SkippedStore {
  readonly store: string
  readonly skipped: string
}

export type SweepResult = SweepRow | SkippedStore

/** How a sweep that removes every other session holds up the event loop. */
export async function run({ smoke }: { readonly smoke: boolean }): Promise<SweepResult[]> {
  const each = smoke ? 1_000 : 100_000
  const results: SweepResult[] = []
  for (const open of [openMemory, openMemorystore, openSqlite]) {
    results.push(await measure(await open(), each))
  }
  if (programs === undefined) {
    return [...results, { store: 'connect-pg-simple', skipped: 'PostgreSQL is not installed' }]
  }
  const cluster = await startCluster()
  try {
    results.push(await measure(await openPostgres(cluster.connection), each))
  } finally {
    await cluster.stop()
  }
  return results
}

async function measure(opened: OpenedStore, each: number): Promise<SweepRow> {
  try {
    const sessions = sampleSessions(each)
    for (let i = 0; i < sessions.length; i += 10_000)
      await opened.put(sessions.slice(i, i + 10_000))
    const cleanup = sessionCleanup(opened.store, { everyMs: 3_600_000 })
    const delay = monitorEventLoopDelay({ resolution: 1 })
    delay.enable()
    const { removed, durationMs, error } = await cleanup.runNow()
    delay.disable()
    await cleanup.stop()
    if (error !== null) throw error
    const ids = new Set(await opened.ids())
    const [live, gone] = ['live', 'gone'].map((kind) =>
      sessions.filter(({ sid }) => sid.startsWith(kind)),
    ) as [typeof sessions, typeof sessions]
    const [p50, p99, max] = [delay.percentile(50), delay.percentile(99), delay.max]
    return {
      store: cleanup.store,
      sessions: sessions.length,
      removed: removed ?? NaN,
      left: gone.filter(({ sid }) => ids.has(sid)).length,
      lost: live.filter(({ sid }) => !ids.has(sid)).length,
      durationMs,
      delay: { p50: p50 / 1e6, p99: p99 / 1e6, max: max / 1e6 },
    }
  } finally {
    await opened.close()
  }
}

export function print(results: readonly SweepResult[]): void {
  for (const result of results) {
    if ('skipped' in result) {
      console.log(`  ${result.store.padEnd(30)} skipped: ${result.skipped}`)
      continue
    }
    const { store, sessions, removed, left, lost, durationMs, delay } = result
    console.log(
      `  ${store.padEnd(30)} removed ${removed} of ${sessions} in ${durationMs.toFixed(0)} ms; ` +
        `left ${left}, lost ${lost}; event loop late p50 ${delay.p50.toFixed(1)} ms, ` +
        `p99 ${delay.p99.toFixed(1)} ms, at most ${delay.max.toFixed(1)} ms`,
    )
  }
}
