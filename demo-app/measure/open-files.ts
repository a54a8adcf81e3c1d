import { readdirSync, readlinkSync } from 'node:fs'
import { basename } from 'node:path'

const DESCRIPTORS = '/proc/self/fd'

/** The files of a folder that this process holds open; null where the system does not tell. */
export function openFiles(folder: string): string[] | null {
  let descriptors: string[]
  try {
    descriptors = readdirSync(DESCRIPTORS)
  } catch {
    return null
  }
  return descriptors
    .map(target)
    .filter((path) => path.startsWith(folder))
    .map((path) => basename(path))
}

function target(descriptor: string): string {
  try {
    return readlinkSync(`${DESCRIPTORS}/${descriptor}`)
  } catch {
    // The descriptor of the listing itself is closed by now.
    return ''
  }
}
