import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** What the doctor and `--version` read of a package.json. */
export interface Manifest {
  readonly name?: string
  readonly version?: string
  readonly peerDependencies?: Readonly<Record<string, string>>
}

/** The manifest in a folder, or null where there is none that can be read. */
export function manifestIn(folder: string): Manifest | null {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    return typeof manifest === 'object' ? manifest : null
  } catch {
    return null
  }
}

/** This package's own manifest, from wherever it was compiled to. */
export function ownManifest(folder = __dirname): Manifest {
  const manifest = manifestIn(folder)
  if (manifest?.name === 'express-hangup') return manifest
  const parent = dirname(folder)
  if (parent === folder) throw new Error('express-hangup was installed without its package.json')
  return ownManifest(parent)
}

export function ownVersion(): string {
  return ownManifest().version ?? ''
}
