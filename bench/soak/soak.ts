import { join } from 'node:path'
import { Child } from '../processes/child.js'
import { checksOf, type Check } from './checks.js'
import type { FlavourName } from './flavours.js'
import { play, type Played } from './play.js'

export interface SoakOptions {
  readonly seconds: number
  readonly seed: number
  readonly clients: number
}

/** A figure that is told and not judged. */
export interface Figure {
  readonly what: string
  readonly ours: string
  readonly bare: string
}

export interface SoakResult {
  readonly options: SoakOptions
  readonly figures: readonly Figure[]
  readonly checks: readonly Check[]
}

/** How the time is shared out, over one application after the other. */
const parts: Readonly<Record<FlavourName, { warmUp: number; load: number }>> = {
  bare: { warmUp: 0.05, load: 0.25 },
  hangup: { warmUp: 0.1, load: 0.6 },
}

/** The application with the package and the bare one, each under the same load of faults. */
export async function run(options: SoakOptions): Promise<SoakResult> {
  const services = await Child.start(join(__dirname, 'services-process.js'), [])
  try {
    const bare = await play('bare', scriptOf('bare', options), services)
    const ours = await play('hangup', scriptOf('hangup', options), services)
    return { options, figures: figuresOf(ours, bare), checks: checksOf(ours, bare) }
  } finally {
    await services.stop()
  }
}

function scriptOf(
  flavour: FlavourName,
  { seconds, seed, clients }: SoakOptions,
): Parameters<typeof play>[1] {
  const { warmUp, load } = parts[flavour]
  return { clients, seed, warmUpMs: warmUp * seconds * 1000, ms: load * seconds * 1000 }
}

function figuresOf(ours: Played, bare: Played): Figure[] {
  const figure = (what: string, of: (played: Played) => string): Figure => ({
    what,
    ours: of(ours),
    bare: of(bare),
  })
  return [
    figure('event-loop delay p99, ms', ({ report }) => report.delayP99Ms.toFixed(1)),
    figure('processor', ({ cpu }) => `${(100 * cpu).toFixed(0)} %`),
    figure('requests', ({ report }) => String(report.begun)),
    figure('visits', ({ visits }) => listed(visits)),
    figure('outcomes', ({ report }) => listed(report.outcomes)),
    figure('late work told of', ({ report }) => String(report.late)),
    figure('faults injected behind the app', ({ injected }) => String(injected.length)),
    figure('of them met while wanted', ({ report }) => listed(countOf(report.seen))),
    figure('other errors in own handler', ({ report }) => listed(report.otherErrors)),
  ]
}

function countOf(seen: ReadonlyArray<readonly [id: string, code: string]>): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const [, code] of seen) counts[code] = (counts[code] ?? 0) + 1
  return counts
}

function listed(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')
}
