import {
  scenariosOf,
  summarise,
  WHOLE_CELL,
  type Observation,
  type Row,
} from './measure/summary.js'

interface Column {
  /** Two lines, so that narrow figures do not need wide columns. */
  readonly head: readonly [string, string]
  readonly left?: true
  readonly text: (row: Row) => string
}

const COLUMNS: readonly Column[] = [
  { head: ['', 'cell'], left: true, text: (row) => row.cell },
  { head: ['', 'answered'], text: (row) => `${String(row.answered)}/${String(row.visits)}` },
  {
    head: ['console', 'errors'],
    text: ({ errors }) => count(errors.client + errors.real + errors.unexplained),
  },
  { head: ['', 'EPIPE'], text: (row) => codes(row, (code) => code === 'EPIPE') },
  { head: ['ECONN', 'RESET'], text: (row) => codes(row, (code) => code === 'ECONNRESET') },
  { head: ['ECONN', 'ABORTED'], text: (row) => codes(row, (code) => code === 'ECONNABORTED') },
  { head: ['ERR_', 'STREAM_*'], text: (row) => codes(row, isStreamCode) },
  { head: ['', 'other'], text: (row) => codes(row, isOtherCode) },
  { head: ["clients'", 'errors'], text: ({ errors }) => count(errors.client + errors.unexplained) },
  { head: ['real, of', 'injected'], text: ({ faults }) => ofAll(faults.shown, faults.injected) },
  { head: ['', 'crashes'], text: (row) => count(row.crashes) },
  { head: ['files', 'left open'], text: (row) => count(row.openFiles, 'n/a') },
  { head: ['handlers', 'not ended'], text: (row) => count(row.neverEnded) },
  { head: ['wasted', 'time'], text: (row) => seconds(row.wastedMs) },
]

const GAP = '  '

/** One table for all cells, with the cells of a scenario next to each other. */
export function renderTable(seen: readonly Observation[]): string {
  const first = seen[0]
  if (!first) return ''
  const scenarios = [...scenariosOf(first), WHOLE_CELL]
  const groups = scenarios.map((scenario) => ({
    scenario,
    rows: seen.map((cell) => summarise(cell, scenario)),
  }))
  const rows = groups.flatMap((group) => group.rows)
  const widths = COLUMNS.map(({ head, text }) =>
    Math.max(...[...head, ...rows.map(text)].map((cell) => cell.length)),
  )
  const firstWidth = Math.max(...scenarios.map((name) => name.length), 'scenario'.length)
  const line = (name: string, cells: readonly string[]): string =>
    [name.padEnd(firstWidth), ...cells.map((cell, index) => pad(cell, index, widths))].join(GAP)
  const heads = ([0, 1] as const).map((index) =>
    line(
      index === 1 ? 'scenario' : '',
      COLUMNS.map(({ head }) => head[index]),
    ),
  )
  const rule = '─'.repeat(Math.max(...heads.map((head) => head.length)))
  const body = groups.flatMap(({ scenario, rows: cells }) => [
    rule,
    ...cells.map((row, index) =>
      line(
        index === 0 ? scenario : '',
        COLUMNS.map(({ text }) => text(row)),
      ),
    ),
  ])
  return [...heads, ...body].join('\n')
}

function isStreamCode(code: string): boolean {
  return code.startsWith('ERR_STREAM_')
}

function isOtherCode(code: string): boolean {
  return !['EPIPE', 'ECONNRESET', 'ECONNABORTED'].includes(code) && !isStreamCode(code)
}

function codes(row: Row, wanted: (code: string) => boolean): string {
  let total = 0
  for (const [code, times] of row.codes) if (wanted(code)) total += times
  return count(total)
}

/** A zero that does not catch the eye; nothing where it cannot be said. */
function count(value: number | null, unknown = ''): string {
  if (value === null) return unknown
  return value === 0 ? '·' : String(value)
}

function ofAll(part: number, all: number): string {
  return all === 0 ? '·' : `${String(part)}/${String(all)}`
}

function seconds(ms: number): string {
  return ms < 50 ? '·' : `${(ms / 1000).toFixed(1)} s`
}

function pad(cell: string, index: number, widths: readonly number[]): string {
  const width = widths[index] ?? 0
  return COLUMNS[index]?.left ? cell.padEnd(width) : cell.padStart(width)
}
