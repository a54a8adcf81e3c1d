import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Conditions } from './conditions.js'
import { readConsole } from './measure/console-errors.js'
import type { FaultKind, GroundTruth } from './measure/ground-truth.js'
import { RunningApp } from './measure/running-app.js'
import type { Observation } from './measure/summary.js'
import { Surroundings } from './network/surroundings.js'
import { visit, type Door, type Outcome } from './world/users.js'
import { planWarmUp, type Visit } from './world/visits.js'

export interface Cell {
  readonly conditions: Conditions
  readonly withPackage: boolean
}

export interface CellProgress {
  onLine(line: string): void
  onOver(outcome: Outcome): void
}

/** Handlers that nothing has been heard of for so long have not ended and never will. */
const QUIET_MS = 1_000
const FILE_BYTES = 8 * 1024 * 1024

export function cellName(cell: Cell): string {
  return `${cell.conditions.name}/${cell.withPackage ? 'with' : 'without'}`
}

/** Starts the application in its surroundings, lets the users come, and tells what was seen. */
export async function runCell(
  cell: Cell,
  visits: readonly Visit[],
  progress: CellProgress,
): Promise<Observation> {
  const folder = mkdtempSync(join(tmpdir(), 'hangup-demo-'))
  for (const name of ['download.bin', 'film.bin', 'journal']) {
    writeFileSync(join(folder, name), name === 'journal' ? '' : Buffer.alloc(FILE_BYTES, 'x'))
  }
  const surroundings = new Surroundings(cell.conditions)
  const app = new RunningApp(
    {
      DEMO_PACKAGE: cell.withPackage ? 'with' : 'without',
      DEMO_FOLDER: folder,
      DEMO_JOURNAL: join(folder, 'journal'),
      DEMO_UPSTREAM: `http://127.0.0.1:${String(await surroundings.openUpstream())}`,
    },
    (line) => {
      progress.onLine(line)
    },
  )
  try {
    await app.port()
    const door = await surroundings.openDoor(() => app.port())
    await warmUp(app)
    const outcomes = await welcome(visits, door, progress)
    await untilQuiet(app)
    const faults = new Map<string, FaultKind>()
    for (const id of surroundings.resets) faults.set(id, 'upstream reset')
    for (const id of journal(folder)) faults.set(id, 'database gone')
    const truth: GroundTruth = { clientGone: goneIn(outcomes, visits, surroundings.cut), faults }
    return {
      name: cellName(cell),
      ...cell,
      visits,
      outcomes,
      truth,
      errors: [...readConsole(app.stderr), ...readConsole(app.stdout)],
      crashes: app.crashes,
      openFiles: await app.openFiles(),
      neverEnded: new Map(app.active),
      wastedMs: app.wastedMs,
      endedAt: Date.now(),
    }
  } finally {
    await app.stop()
    await surroundings.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Loads what the first request of a process loads, so that no user has to wait for that. */
async function warmUp(app: RunningApp): Promise<void> {
  const door: Door = { port: () => app.port(), onConnected: () => undefined }
  await Promise.all(planWarmUp().map((plan) => visit(plan, door, 0)))
}

async function welcome(
  visits: readonly Visit[],
  door: Door,
  progress: CellProgress,
): Promise<Map<string, Outcome>> {
  const startedAt = Date.now()
  const outcomes = new Map<string, Outcome>()
  await Promise.all(
    visits.map(async (plan) => {
      const outcome = await visit(plan, door, startedAt)
      outcomes.set(plan.id, outcome)
      progress.onOver(outcome)
    }),
  )
  return outcomes
}

async function untilQuiet(app: RunningApp): Promise<void> {
  const usersLeftAt = Date.now()
  while (Date.now() - Math.max(app.lastEventAt, usersLeftAt) < QUIET_MS) await sleep(50)
}

function goneIn(
  outcomes: ReadonlyMap<string, Outcome>,
  visits: readonly Visit[],
  cut: ReadonlySet<string>,
): Set<string> {
  const gone = new Set(cut)
  for (const { id } of visits) if (outcomes.get(id) === 'left') gone.add(id)
  return gone
}

function journal(folder: string): string[] {
  return readFileSync(join(folder, 'journal'), 'utf8').split('\n').filter(Boolean)
}
