import type { AgeBin, DiagnosisReport } from '../../../diagnosis/index.js'
import { count, duration } from './words.js'

const ROWS = 24
const BAR = 36
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉', '█']

type Row = Pick<AgeBin, 'fromMs' | 'toMs' | 'disconnects'>

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

/** From the first to the last bin with a disconnect; what is empty between them too. */
function within(ages: readonly AgeBin[]): Row[] {
  const bins: Row[] = []
  for (const { fromMs, toMs, disconnects } of ages) {
    if (disconnects === 0) continue
    for (let endMs = bins.at(-1)?.toMs ?? fromMs; endMs * 1.001 < fromMs;) {
      // The gap is cut as the bins are, whose ratio is the same.
      const nextMs = Math.min(fromMs, Math.max(endMs, 1) * (toMs / Math.max(fromMs, 1)))
      bins.push({ fromMs: endMs, toMs: nextMs, disconnects: 0 })
      endMs = nextMs
    }
    bins.push({ fromMs, toMs, disconnects })
  }
  return bins
}

function bar(part: number): string {
  const eighths = Math.max(part > 0 ? 1 : 0, Math.round(part * BAR * 8))
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '')
}
