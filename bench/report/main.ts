import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { format } from 'prettier'
import { readResults, type Results } from '../results.js'
import { emptyPage, fill } from './page.js'
import { picture } from './picture.js'
import { sectionsOf } from './sections.js'

/** Writes `performance.md` and `performance.svg` from what `--json` has written, in the order given. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { into: { type: 'string', default: 'docs' } },
  })
  if (positionals.length === 0) throw new Error('name the files that --json has written')
  const all = positionals.map(readResults)
  const file = join(values.into, 'performance.md')
  const page = existsSync(file) ? readFileSync(file, 'utf8') : emptyPage
  writeFileSync(file, await format(fill(page, sectionsOf(all)), { parser: 'markdown' }))
  const svg = pictureOf(all)
  if (svg !== null) writeFileSync(join(values.into, 'performance.svg'), svg)
}

/** The first scenario of the first file that has one. */
function pictureOf(all: readonly Results[]): string | null {
  for (const { machine, overhead } of all) {
    const [first] = overhead ?? []
    if (first === undefined) continue
    const bare = first.rows.find(({ name }) => name === 'bare')
    const took = bare === undefined ? '' : `, which alone takes ${bare.cpuUs.median.toFixed(0)} µs`
    return picture(
      'Processor time added to a request',
      [
        `${first.title}${took}; medians with 95 % intervals`,
        `Node ${machine.node.slice(1)}, ${machine.cpu}`,
      ],
      first.rows,
    )
  }
  return null
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
