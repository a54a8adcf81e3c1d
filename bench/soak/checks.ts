import type { Played } from './play.js'

/** One thing that is asked of the application with the package, with what bare Express did beside it. */
export interface Check {
  readonly what: string
  readonly wanted: string
  readonly ours: string
  readonly bare: string
  readonly ok: boolean
  /** What there is to see where it failed. */
  readonly details: readonly string[]
}

type Countable = 'listeners' | 'timers' | 'sockets' | 'descriptors'

/** The heap may grow by as much as the warm-up added, and this much at least. */
const LEAST_TOLERANCE = 1024 * 1024

export function checksOf(ours: Played, bare: Played): Check[] {
  return [
    none('uncaught exceptions', ours, bare, ({ report }) => report.uncaught),
    none('unhandled rejections', ours, bare, ({ report }) => report.unhandled),
    none('warnings of the process', ours, bare, ({ report }) => report.warnings),
    settledOnce(ours),
    none('upstream errors silenced', ours, bare, silenced),
    none('upstream errors lost', ours, bare, lost),
    ...(['listeners', 'timers', 'sockets', 'descriptors'] as const).map((what) =>
      backAtTheStart(what, ours, bare),
    ),
    none('active resources left', ours, bare, newResources),
    heap(ours, bare),
  ]
}

/** Met while their request was wanted, and kept from the application's own error handler. */
function silenced({ report: { seen, reached, quieted } }: Played): string[] {
  const told = new Set(reached)
  const kept = seen.filter(([id]) => !told.has(id)).map(([id, code]) => `${id} (${code})`)
  return [...kept, ...quieted.map((id) => `${id} was called the client's`)]
}

/** Carried out, and neither met by the application nor given up before. */
function lost({ injected, report: { seen, cancelled } }: Played): string[] {
  const accounted = new Set([...seen.map(([id]) => id), ...cancelled])
  return injected.filter((id) => !accounted.has(id))
}

function none(
  what: string,
  ours: Played,
  bare: Played,
  of: (played: Played) => readonly string[],
): Check {
  const details = of(ours)
  const counts = { ours: String(details.length), bare: String(of(bare).length) }
  return { what, wanted: '0', ...counts, ok: details.length === 0, details: details.slice(0, 5) }
}

function settledOnce({ report: { begun, settledOnce, settledAgain } }: Played): Check {
  return {
    what: 'exchanges settled exactly once',
    wanted: String(begun),
    ours: settledAgain === 0 ? String(settledOnce) : `${settledOnce}, ${settledAgain} again`,
    bare: '',
    ok: begun > 0 && settledOnce === begun && settledAgain === 0,
    details: [],
  }
}

function backAtTheStart(what: Countable, ours: Played, bare: Played): Check {
  const left = ({ first, after }: Played): number => after[what] - first[what]
  const counts = { ours: String(left(ours)), bare: String(left(bare)) }
  return { what: `${what} left`, wanted: '0', ...counts, ok: left(ours) <= 0, details: [] }
}

/** What there was not when the process began to listen, beside its channel to the bench. */
function newResources({ first, after }: Played): string[] {
  const before = [...first.resources]
  return after.resources.filter((resource) => {
    if (resource === 'PipeWrap') return false
    const at = before.indexOf(resource)
    if (at !== -1) before.splice(at, 1)
    return at === -1
  })
}

function heap(ours: Played, bare: Played): Check {
  const grown = ({ before, after }: Played): number => after.heap - before.heap
  const tolerance = Math.max(LEAST_TOLERANCE, ours.before.heap - ours.first.heap)
  return {
    what: 'heap left, KB',
    wanted: `≤ ${kilobytes(tolerance)}`,
    ours: kilobytes(grown(ours)),
    bare: kilobytes(grown(bare)),
    ok: grown(ours) <= tolerance,
    details: [],
  }
}

function kilobytes(bytes: number): string {
  return (bytes / 1024).toFixed(0)
}
