import { randomBytes } from 'node:crypto'
import { mkdtempSync, openSync, rmSync, writeSync, closeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** More than Linux keeps for a connection whose client does not read: about 4 MB on loopback. */
export const bigSize = 12 * 1024 * 1024

// Random, since compression must not make it small.
const megabyte = randomBytes(1024 * 1024)
export const chunk = megabyte.subarray(0, 1024)
export const mega = megabyte
export const big = Buffer.concat(new Array<Buffer>(bigSize / megabyte.length).fill(megabyte))
export const bigText = 'x'.repeat(bigSize)

let folder: string | undefined

/** The path of a file of that size; made when first asked for, removed when the process exits. */
export function bigFile(): string {
  if (folder === undefined) {
    const made = mkdtempSync(join(tmpdir(), 'express-hangup-faults-'))
    folder = made
    const file = openSync(join(made, 'big.bin'), 'w')
    writeSync(file, big)
    closeSync(file)
    process.once('exit', () => {
      rmSync(made, { recursive: true, force: true })
    })
  }
  return join(folder, 'big.bin')
}
