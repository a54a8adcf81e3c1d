import type { SoakResult } from './soak.js'

/** The table: what was asked, what the package did, and what bare Express did. */
export function print({ figures, checks }: SoakResult): void {
  const rows = checks.map(({ what, wanted, ours, bare, ok }) => [
    ok ? 'ok' : 'FAILED',
    what,
    wanted,
    ours,
    bare,
  ])
  const table = [['', 'check', 'wanted', 'with the package', 'bare'], ...rows]
  const widths = table[0]!.map((_, i) => Math.max(...table.map((row) => row[i]!.length)))
  for (const row of table) console.log(row.map((cell, i) => cell.padEnd(widths[i]!)).join('  '))
  console.log()
  for (const { what, ours, bare } of figures) {
    console.log(`${what}\n  with the package  ${ours}\n  bare              ${bare}`)
  }
  for (const { what, details } of checks) {
    for (const detail of details) console.log(`\n${what}: ${detail}`)
  }
}
