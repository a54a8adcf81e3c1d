import { parseArgs } from 'node:util'
import type { Cell } from './cell.js'
import { cellName } from './cell.js'
import { DEVELOPMENT, PRODUCTION } from './conditions.js'

export const HELP = `Usage: npm run demo -- [options]

Runs one Express application four times, in development and in production conditions,
without and with express-hangup, and sends the same users to all four.

  --cell NAME   only this cell, e.g. production/without; may be repeated
  --quick       fewer users
  --verbose     show the applications' consoles as they are written
  --help        show this

Exit status: 0 if each promise was kept, 1 if not, 2 for a wrong option.`

const CELLS: readonly Cell[] = [DEVELOPMENT, PRODUCTION].flatMap((conditions) => [
  { conditions, withPackage: false },
  { conditions, withPackage: true },
])

export interface DemoOptions {
  readonly cells: readonly Cell[]
  readonly quick: boolean
  readonly verbose: boolean
  readonly help: boolean
}

/** @throws where an option or a cell is not known. */
export function readOptions(args: readonly string[]): DemoOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      cell: { type: 'string', multiple: true },
      quick: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const wanted = values.cell?.map(cellNamed) ?? CELLS
  return { cells: wanted, quick: values.quick, verbose: values.verbose, help: values.help }
}

function cellNamed(name: string): Cell {
  const found = CELLS.find((cell) => cellName(cell) === name)
  if (found) return found
  throw new Error(`--cell ${name} is unknown; there are ${CELLS.map(cellName).join(', ')}`)
}
