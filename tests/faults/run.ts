import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { serverKinds } from '../harness/servers.js'
import { faultsOf } from './expect.js'
import { figuresOf } from './figures.js'
import { figureLines } from './print-figures.js'
import { matrixServers, rowsFor } from './rows.js'
import { playAll } from './run-rows.js'

/**
 * The matrix without jest, for any version of Node:
 *
 *     node build/tests/faults/run.js [--server express5] [--row TEXT] [--json FILE]
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      server: { type: 'string' },
      row: { type: 'string', default: '' },
      json: { type: 'string' },
    },
  })
  const servers = serverKinds.filter((kind) =>
    values.server === undefined ? matrixServers.includes(kind) : kind === values.server,
  )
  if (servers.length === 0) throw new Error(`--server is one of ${serverKinds.join(', ')}`)
  const rows = servers.flatMap(rowsFor).filter(({ name }) => name.includes(values.row))
  const strays = countStrayErrors()
  const played = await playAll(rows)

  const failing = played
    .map((each) => ({ row: each.row.name, faults: faultsOf(each) }))
    .filter(({ faults }) => faults.length > 0)
  const figures = figuresOf(played)
  for (const { row, faults } of failing) console.log(`FAIL ${row}\n     ${faults.join('\n     ')}`)
  for (const stray of strays) console.log(`STRAY ${stray}`)
  console.log(figureLines(figures).join('\n'))
  if (values.json !== undefined) {
    writeFileSync(values.json, JSON.stringify({ figures, failing, strays }, null, 2))
  }
  process.exitCode = failing.length + strays.length > 0 ? 1 : 0
}

/** Errors that nobody caught would end a server; here they are counted, so that the run goes on. */
function countStrayErrors(): string[] {
  const strays: string[] = []
  process.on('uncaughtException', (error, origin) => {
    strays.push(`${origin}: ${error.stack ?? String(error)}`)
  })
  return strays
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 2
})
