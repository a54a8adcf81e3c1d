/** The demo: four cells, one table, and an exit status that says whether the promises were kept. */
import { cellName, runCell, type Cell } from './cell.js'
import type { Observation } from './measure/summary.js'
import { HELP, readOptions, type DemoOptions } from './options.js'
import { Progress } from './progress.js'
import { judge, type Verdict } from './promises.js'
import { renderTable } from './table.js'
import { planVisits, type Visit } from './world/visits.js'

const ARRIVAL_EVERY_MS = 60

async function main(options: DemoOptions): Promise<boolean> {
  const startedAt = Date.now()
  const visits = planVisits(options.quick ? 0.25 : 1, ARRIVAL_EVERY_MS)
  const seen = await runCells(options, visits)
  const verdicts = judge(seen)
  console.log(`\n${renderTable(seen)}\n`)
  for (const verdict of verdicts) console.log(toLine(verdict))
  const kept = verdicts.every((verdict) => verdict.kept)
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(0)
  console.log(`\n${kept ? 'All promises kept' : 'NOT all promises kept'}, after ${seconds} s.`)
  return kept
}

/**
 * On loopback the speed of the machine is what counts, so those cells run one by one. In production
 * everybody waits for the line, and the cells run side by side.
 */
async function runCells(
  { cells, verbose }: DemoOptions,
  visits: readonly Visit[],
): Promise<Observation[]> {
  const run = async (cell: Cell): Promise<Observation> => {
    const progress = new Progress(cellName(cell), visits.length, verbose)
    try {
      return await runCell(cell, visits, progress)
    } finally {
      progress.stop()
    }
  }
  const seen: Observation[] = []
  for (const cell of cells.filter(({ conditions }) => conditions.name === 'development')) {
    const first = await run(cell)
    const busy = [...first.outcomes.values()].includes('left')
    if (busy) console.log('This machine was so busy that users left in development; once more.')
    seen.push(busy ? await run(cell) : first)
  }
  const production = cells.filter(({ conditions }) => conditions.name === 'production')
  return [...seen, ...(await Promise.all(production.map(run)))]
}

function toLine({ promise, kept, seen }: Verdict): string {
  return `${kept ? 'kept  ' : 'BROKEN'}  ${promise} (${seen})`
}

function optionsOrExit(): DemoOptions {
  try {
    return readOptions(process.argv.slice(2))
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    console.error(HELP)
    process.exit(2)
  }
}

const options = optionsOrExit()
if (options.help) console.log(HELP)
else
  main(options).then(
    (kept) => {
      process.exitCode = kept ? 0 : 1
    },
    (error: unknown) => {
      console.error(error)
      process.exitCode = 1
    },
  )
