import type { Row } from '../overhead/overhead.js'
import { fixed } from './table.js'

const WIDTH = 720
const LABELS = 164
const FIGURES = 130
const LINE = 30
const TOP = 76

/** Bars of what each variant adds to a request, with intervals, for light and dark pages. */
export function picture(
  title: string,
  subtitles: readonly [string, string],
  rows: readonly Row[],
): string {
  const added = rows.filter(({ name }) => name !== 'bare')
  const most = Math.max(1, ...added.map(({ addedUs }) => addedUs.high))
  const scale = (us: number): number =>
    Math.round((Math.max(0, us) / most) * (WIDTH - LABELS - FIGURES) * 10) / 10
  const height = TOP + added.length * LINE + 16
  const bars = added.map((row, i) => bar(row, TOP + i * LINE, scale))
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(title)}">
  <style>
    text { font: 14px system-ui, sans-serif; fill: #24292f }
    .title { font-weight: 600; font-size: 16px }
    .dim { fill: #57606a; font-size: 12px }
    .ours { fill: #1a7f37 }
    .other { fill: #8c959f }
    .interval { stroke: #24292f; stroke-width: 1.5; fill: none }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3 }
      .dim { fill: #9198a1 }
      .ours { fill: #3fb950 }
      .other { fill: #6e7681 }
      .interval { stroke: #e6edf3 }
    }
  </style>
  <text class="title" x="0" y="20">${escaped(title)}</text>
  <text class="dim" x="0" y="40">${escaped(subtitles[0])}</text>
  <text class="dim" x="0" y="58">${escaped(subtitles[1])}</text>
${bars.join('\n')}
</svg>
`
}

function bar({ name, addedUs }: Row, y: number, scale: (us: number) => number): string {
  const kind = theirs.has(name) ? 'other' : 'ours'
  const [low, high] = [addedUs.low, addedUs.high].map((us) => LABELS + scale(us)) as [
    number,
    number,
  ]
  const middle = y + 9
  return [
    `  <text x="0" y="${y + 14}">${escaped(name)}</text>`,
    `  <rect class="${kind}" x="${LABELS}" y="${y}" width="${scale(addedUs.median)}" height="18" rx="2"/>`,
    `  <path class="interval" d="M${low} ${middle - 5}v10M${low} ${middle}H${high}M${high} ${middle - 5}v10"/>`,
    `  <text class="dim" x="${high + 10}" y="${y + 14}">${fixed(addedUs.median, 1)} µs</text>`,
  ].join('\n')
}

/** What is not of this package. */
const theirs = new Set(['empty layers', 'connect-timeout', 'hand-written', 'winston line'])

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;')
}
