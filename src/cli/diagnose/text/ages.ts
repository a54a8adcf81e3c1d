import type { AgeBin, DiagnosisReport } from '../../../diagnosis/index.js'
import { count, duration } from './words.js'

const ROWS = 24
const BAR = 36
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉', '█']

/** The ages of disconnects as bars, on a scale where each row is a ratio; found limits are named. */
export function ageLines({ ages, diagnosis }: DiagnosisReport): string[] {
  const bins = within(ages)
  if (bins.length === 0) return []
  const together = Math.ceil(bins.length / ROWS)
  const rows = Array.from({ length: Math.ceil(bins.length / together) }, (_, row) =>
    bins.slice(row * together, (row + 1) * together),
  )
  const sums = rows.map((row) => row.reduce((sum, { disconnects }) => sum + disconnects, 0))
  const most = Math.max(...sums)
  const width = count(most).length
  return rows.map((row, index) => {
    const from = row[0]?.fromMs ?? 0
    const to = row.at(-1)?.toMs ?? 0
    const limits = diagnosis.findings.flatMap(({ cause, limitMs, basis }) =>
      limitMs !== null && basis !== 'idle' && limitMs >= from && limitMs < to
        ? [` ◀ ${cause} ${duration(limitMs)}`]
        : [],
    )
    const sum = sums[index] ?? 0
    return (
      `${duration(from).padStart(8)} – ${duration(to).padEnd(8)} ` +
      `${count(sum).padStart(width)} ${bar(sum / most)}${limits.join('')}`
    )
  })
}

/** From the first to the last bin with a disconnect, those that are empty between them too. */
function within(ages: readonly AgeBin[]): AgeBin[] {
  const first = ages.findIndex(({ disconnects }) => disconnects > 0)
  const last = ages.findLastIndex(({ disconnects }) => disconnects > 0)
  return first === -1 ? [] : ages.slice(first, last + 1)
}

function bar(part: number): string {
  const eighths = Math.max(part > 0 ? 1 : 0, Math.round(part * BAR * 8))
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '')
}
