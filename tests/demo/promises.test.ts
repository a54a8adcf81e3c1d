import type { ConsoleError } from '../../demo-app/measure/console-errors.js'
import type { Observation } from '../../demo-app/measure/summary.js'
import { judge } from '../../demo-app/promises.js'
import { planVisits } from '../../demo-app/world/visits.js'

const VISITS = planVisits(0.25, 10)
const FAULT = 'order-3'
const EPIPE: ConsoleError = {
  requestId: FAULT,
  message: 'write EPIPE',
  code: 'EPIPE',
  text: 'Error: write EPIPE',
}

/** A guarded cell in which all went well, but for what is given. */
function guardedCell(differs: Partial<Observation> = {}): Observation {
  return {
    name: 'production/with',
    withPackage: true,
    conditions: { name: 'production' },
    visits: VISITS,
    outcomes: new Map(VISITS.map(({ id }) => [id, 'answered'])),
    truth: { clientGone: new Set(['film-2']), faults: new Map([[FAULT, 'database gone']]) },
    errors: [EPIPE],
    crashes: 0,
    openFiles: [],
    neverEnded: new Map(),
    wastedMs: new Map(),
    endedAt: 0,
    ...differs,
  }
}

function broken(...cells: Observation[]): string[] {
  return judge(cells)
    .filter(({ kept }) => !kept)
    .map(({ promise }) => promise)
}

test('a guarded cell in which all went well keeps its promises', () => {
  expect(broken(guardedCell())).toEqual([])
})

test.each<[string, Partial<Observation>, RegExp]>([
  ["a client's error", { errors: [EPIPE, { ...EPIPE, requestId: 'film-2' }] }, /clients' errors/],
  ['an error of nobody', { errors: [EPIPE, { ...EPIPE, requestId: null }] }, /clients' errors/],
  ['a real error that is missing', { errors: [] }, /every real .* error/],
  ['a crash', { crashes: 1 }, /no crashes/],
  ['a file left open', { openFiles: ['film.bin'] }, /no files left open/],
  ['a handler that never ends', { neverEnded: new Map([['export-1', 0]]) }, /never end/],
])('%s breaks a promise', (_what, differs, promise) => {
  expect(broken(guardedCell(differs))).toEqual([expect.stringMatching(promise)])
})

test('production without the package must show `write EPIPE` of clients', () => {
  const silent = guardedCell({ name: 'production/without', withPackage: false })
  expect(broken(silent)).toEqual([expect.stringMatching(/write EPIPE/)])
})

test('a user who is not answered in development breaks a promise', () => {
  const [first] = VISITS
  const cell = guardedCell({
    conditions: { name: 'development' },
    outcomes: new Map(VISITS.slice(2).map(({ id }) => [id, 'answered'])),
  })
  expect(first).toBeDefined()
  expect(broken(cell)).toEqual([expect.stringMatching(/every user is answered/)])
})
