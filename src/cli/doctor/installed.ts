import { readdirSync, realpathSync, type Dirent } from 'node:fs'
import { dirname, join } from 'node:path'
import { manifestIn } from '../own-version.js'

/** A package that was found, at its real place. */
export interface Installed {
  readonly folder: string
  readonly version: string
}

/** Enough for large projects, and an end for endless ones. */
const MOST_FOLDERS = 100_000

/** The copy of a package that a file in `folder` would get. */
export function resolved(name: string, folder: string): Installed | null {
  const manifest = manifestIn(join(folder, 'node_modules', name))
  if (manifest !== null) return installed(join(folder, 'node_modules', name), manifest.version)
  const parent = dirname(folder)
  return parent === folder ? null : resolved(name, parent)
}

/** Every copy of a package below the node_modules of `folder` and of the folders it stands in. */
export function copiesOf(name: string, folder: string): Installed[] {
  const found = new Map<string, Installed>()
  const seen = new Set<string>()
  const waiting = ancestors(folder).map((each) => join(each, 'node_modules'))
  for (const modules of waiting) {
    const real = realOf(modules)
    if (real === null || seen.has(real) || seen.size >= MOST_FOLDERS) continue
    seen.add(real)
    const manifest = manifestIn(join(real, name))
    if (manifest !== null) {
      const copy = installed(join(real, name), manifest.version)
      found.set(copy.folder, copy)
    }
    waiting.push(...modulesBelow(real))
  }
  return [...found.values()]
}

function ancestors(folder: string): string[] {
  const parent = dirname(folder)
  return parent === folder ? [folder] : [folder, ...ancestors(parent)]
}

/** The node_modules of the packages in one, scoped ones and those that pnpm keeps aside too. */
function modulesBelow(modules: string): string[] {
  return foldersIn(modules).flatMap((entry) => {
    const inside = join(modules, entry)
    if (entry.startsWith('@') || entry === '.pnpm') {
      return foldersIn(inside).map((each) => join(inside, each, 'node_modules'))
    }
    return entry.startsWith('.') ? [] : [join(inside, 'node_modules')]
  })
}

function foldersIn(folder: string): string[] {
  let entries: Dirent[]
  try {
    entries = readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
  return entries
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .map(({ name }) => name)
}

function installed(folder: string, version = 'unknown'): Installed {
  return { folder: realOf(folder) ?? folder, version }
}

function realOf(folder: string): string | null {
  try {
    return realpathSync(folder)
  } catch {
    return null
  }
}
