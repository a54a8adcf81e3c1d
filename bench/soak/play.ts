import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Child } from '../processes/child.js'
import { LIMIT_MS, type FlavourName } from './flavours.js'
import { load, type Visits } from './load.js'
import { BIG } from './routes.js'
import type { Snapshot } from './snapshot.js'

/** What the application's process tells at the end. */
export interface Report {
  readonly begun: number
  readonly settledOnce: number
  readonly settledAgain: number
  readonly late: number
  readonly outcomes: Readonly<Record<string, number>>
  readonly otherErrors: Readonly<Record<string, number>>
  readonly uncaught: readonly string[]
  readonly unhandled: readonly string[]
  readonly warnings: readonly string[]
  readonly delayP99Ms: number
  readonly seen: ReadonlyArray<readonly [id: string, code: string]>
  readonly reached: readonly string[]
  readonly quieted: readonly string[]
  readonly cancelled: readonly string[]
}

export interface Played {
  readonly visits: Visits
  readonly report: Report
  /** The ids of the faults that were carried out behind the application. */
  readonly injected: readonly string[]
  /** As soon as it listened, after the warm-up, and at the end. */
  readonly first: Snapshot
  readonly before: Snapshot
  readonly after: Snapshot
  /** The share of one processor that it took under load. */
  readonly cpu: number
}

export interface Script {
  readonly clients: number
  readonly seed: number
  readonly warmUpMs: number
  readonly ms: number
}

/** Plays a load against one flavour of the application, and looks at it before and after. */
export async function play(
  flavour: FlavourName,
  { clients, seed, warmUpMs, ms }: Script,
  services: Child,
): Promise<Played> {
  const folder = mkdtempSync(join(tmpdir(), 'soak-'))
  writeFileSync(join(folder, 'big'), Buffer.alloc(BIG, 'x'))
  const { upstream, database } = services.ready
  const args = [flavour, String(upstream), String(database), folder]
  const app = await Child.start(join(__dirname, 'app-process.js'), args, ['--expose-gc'])
  try {
    const first = await app.ask<Snapshot>('snapshot')
    await load(app.port, clients, seed + 1, warmUpMs)
    await quiet(app)
    const before = await app.ask<Snapshot>('snapshot')
    await services.ask('injected')
    await app.ask('begin')
    const cpuBefore = await app.cpuUs()
    const visits = await load(app.port, clients, seed, ms)
    const cpu = ((await app.cpuUs()) - cpuBefore) / (ms * 1000)
    await quiet(app)
    const injected = await services.ask<string[]>('injected')
    const report = await app.ask<Report>('report')
    const after = await app.ask<Snapshot>('snapshot')
    return { visits, report, injected, first, before, after, cpu }
  } finally {
    await app.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** How much longer than the longest limit is waited for a machine that has much else to do. */
const SPARE_MS = 10_000

/** Waits until nothing is open and no timer is left. */
async function quiet(app: Child): Promise<void> {
  await app.ask('end')
  const until = performance.now() + LIMIT_MS + SPARE_MS
  while ((await app.ask<number>('pending')) > 0 && performance.now() < until) await sleep(50)
  // What was given up in the last moment has reached the services behind as well.
  await sleep(200)
}
