import { readFileSync } from 'node:fs'
import os from 'node:os'
import { dirname, join } from 'node:path'

/** Where and of what figures were taken. */
export interface Machine {
  readonly cpu: string
  readonly cores: number
  readonly memoryGb: number
  readonly system: string
  readonly node: string
  /** Versions of the packages that stand side by side. */
  readonly packages: Readonly<Record<string, string>>
  /** What was run, as it has to be typed. */
  readonly command: string
  readonly date: string
}

const packages = ['express', 'express4', 'connect-timeout', 'winston', 'prom-client'] as const

export function machine(command: string): Machine {
  const [first] = os.cpus()
  return {
    cpu: first?.model.trim() ?? 'unknown',
    cores: os.availableParallelism(),
    memoryGb: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.release().split('.').slice(0, 2).join('.')}`,
    node: process.version,
    packages: Object.fromEntries(packages.flatMap(versionOf)),
    command,
    date: new Date().toISOString().slice(0, 10),
  }
}

/** None where it is not installed. A package may hide its `package.json`, so the file is looked for. */
function versionOf(name: string): [name: string, version: string][] {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    try {
      const text = readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')
      return [[name, (JSON.parse(text) as { version: string }).version]]
    } catch {
      if (dirname(folder) === folder) return []
    }
  }
}
