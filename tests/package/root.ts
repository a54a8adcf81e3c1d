import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The repository's folder, from the sources as well as from a build of them. */
export const root = upwards(__dirname)

/** Reads a file of the repository as text. */
export function readText(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

/** What the tests read of package.json. */
export interface PackageJson {
  readonly version: string
  readonly exports: Readonly<Record<string, string | { readonly default: string }>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
  readonly scripts: Readonly<Record<string, string>>
}

export const packageJson = JSON.parse(readText('package.json')) as PackageJson

/** The sources behind `exports`: `['express-hangup/winston', 'src/observers/winston/index.ts']`. */
export const entries: ReadonlyArray<readonly [specifier: string, source: string]> = Object.entries(
  packageJson.exports,
).flatMap(([subpath, target]) => {
  const file = typeof target === 'string' ? target : target.default
  if (!file.startsWith('./dist/')) return []
  const source = file.replace('./dist/', 'src/').replace(/\.js$/, '.ts')
  return [[subpath.replace('.', 'express-hangup'), source] as const]
})

function upwards(folder: string): string {
  if (existsSync(join(folder, 'package-lock.json'))) return folder
  const parent = dirname(folder)
  if (parent === folder) throw new Error(`no package-lock.json in or above ${__dirname}`)
  return upwards(parent)
}
