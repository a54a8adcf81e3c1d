import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { compileFunction } from 'node:vm'
import ts from 'typescript'
import * as expressHangup from '../../src/index.js'

/**
 * The exports of the `ts` block under a heading of a page of the documentation, run as it stands,
 * or as `edit` changes it: seconds in an example are too long for a test.
 */
export function documented(
  page: string,
  heading: string,
  edit: (code: string) => string = (code) => code,
): Record<string, unknown> {
  const root = rootOf(__dirname)
  const section = readFileSync(join(root, page), 'utf8').split(`\n## ${heading}\n`)[1] ?? ''
  const code = /```ts\n([\s\S]*?)```/.exec(section.split('\n## ')[0] ?? '')?.[1]
  if (code === undefined) throw new Error(`${page} has no ts block under '${heading}'`)
  const { outputText } = ts.transpileModule(edit(code), {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.CommonJS,
      esModuleInterop: true,
    },
  })
  const fromRoot = createRequire(join(root, 'package.json'))
  const exported: Record<string, unknown> = {}
  const load = (name: string): unknown =>
    name === 'express-hangup' ? expressHangup : fromRoot(name)
  const run: unknown = compileFunction(outputText, ['require', 'exports'], { filename: page })
  ;(run as (require: typeof load, exports: object) => void)(load, exported)
  return exported
}

/** The folder with the documentation, also from the compiled tests. */
function rootOf(folder: string): string {
  return existsSync(join(folder, 'docs')) ? folder : rootOf(dirname(folder))
}
