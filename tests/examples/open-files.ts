import { existsSync, readdirSync, readlinkSync } from 'node:fs'
import { setImmediate as turn } from 'node:timers/promises'

const folder = '/proc/self/fd'

/** Linux tells which files this process has open. */
export const canSeeOpenFiles = existsSync(folder)

export function isOpen(path: string): boolean {
  return readdirSync(folder).some((descriptor) => {
    try {
      return readlinkSync(`${folder}/${descriptor}`) === path
    } catch {
      return false // the one that reads the folder is closed again by now
    }
  })
}

/** Resolves when the file is open, or no longer is. Nothing tells of it, so it is looked at each turn. */
export async function untilOpen(path: string, open = true): Promise<void> {
  while (isOpen(path) !== open) await turn()
}
