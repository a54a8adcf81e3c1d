import { summarise, WHOLE_CELL, type Observation, type Row } from './measure/summary.js'

export interface Verdict {
  readonly promise: string
  readonly kept: boolean
  /** What was seen, in figures. */
  readonly seen: string
}

/** What the demo promises of the cells that ran, and whether it was so. */
export function judge(cells: readonly Observation[]): Verdict[] {
  return cells.flatMap((cell) => {
    const row = summarise(cell, WHOLE_CELL)
    return [
      allFaultsShown(row),
      ...(cell.withPackage ? guarded(cell, row) : []),
      ...(cell.conditions.name === 'development' ? inDevelopment(cell, row) : []),
      ...(cell.conditions.name === 'production' && !cell.withPackage ? unguarded(cell, row) : []),
      ...comparedWithout(cell, cells),
    ].map((verdict) => ({ ...verdict, promise: `${cell.name}: ${verdict.promise}` }))
  })
}

/** Real faults are real everywhere, with the package and without it. */
function allFaultsShown({ faults }: Row): Verdict {
  return {
    promise: 'every real upstream and database error reaches the console',
    kept: faults.injected > 0 && faults.shown === faults.injected,
    seen: `${String(faults.shown)} of ${String(faults.injected)}`,
  }
}

function guarded(cell: Observation, row: Row): Verdict[] {
  return [
    noClientErrors(row),
    none('crashes', cell.crashes),
    none('files left open', cell.openFiles?.length ?? 0),
    none('handlers that never end', cell.neverEnded.size),
  ]
}

/** The users are as patient as in production, but the answers finish first. */
function inDevelopment(cell: Observation, row: Row): Verdict[] {
  const staying = cell.visits.length - row.faults.injected
  return [
    ...(cell.withPackage ? [] : [noClientErrors(row)]),
    {
      promise: 'every user is answered, except where the upstream or the database failed',
      kept: row.answered === staying,
      seen: `${String(row.answered)} of ${String(staying)}`,
    },
  ]
}

function unguarded(cell: Observation, row: Row): Verdict[] {
  const epipes = cell.errors.filter(
    ({ requestId, message }) =>
      message === 'write EPIPE' && requestId !== null && !cell.truth.faults.has(requestId),
  )
  return [
    {
      promise: 'clients who leave put `write EPIPE` on the console',
      kept: epipes.length > 0,
      seen: String(epipes.length),
    },
    {
      promise: 'nothing stands on the console that the demo cannot explain',
      kept: row.errors.unexplained === 0,
      seen: String(row.errors.unexplained),
    },
  ]
}

/** What the package must not cost, and what it must save. */
function comparedWithout(cell: Observation, cells: readonly Observation[]): Verdict[] {
  const without = cells.find(
    (other) => !other.withPackage && other.conditions.name === cell.conditions.name,
  )
  if (!cell.withPackage || !without || cell.conditions.name !== 'production') return []
  const [mine, others] = [summarise(cell, WHOLE_CELL), summarise(without, WHOLE_CELL)]
  const lost = cell.visits.filter(
    ({ id, temper }) =>
      temper === 'stays' &&
      without.outcomes.get(id) === 'answered' &&
      !['answered', 'told to wait'].includes(cell.outcomes.get(id) ?? ''),
  )
  return [
    none('answer lost that users who stay get without the package', lost.length),
    {
      promise: 'handlers work less for users who are gone',
      kept: mine.wastedMs < others.wastedMs / 2,
      seen: `${seconds(mine.wastedMs)} instead of ${seconds(others.wastedMs)}`,
    },
  ]
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}

function noClientErrors({ errors }: Row): Verdict {
  return none("clients' errors on the console", errors.client + errors.unexplained)
}

function none(what: string, count: number): Verdict {
  return { promise: `no ${what}`, kept: count === 0, seen: String(count) }
}
