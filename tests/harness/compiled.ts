import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import ts from 'typescript'

const root = join(__dirname, '../..')
const isCompiled = __filename.endsWith('.js')

/** The sources as a child process can run them. */
export interface Compiled {
  /** The file that was made of this source, both relative to the project's root without extension. */
  fileOf(source: string): string
  remove(): void
}

/** A child process runs no TypeScript, so `src/` and the folders it needs are compiled for it. */
export function compileFor(name: string, folders: readonly string[]): Compiled {
  const target = isCompiled
    ? root
    : join(root, 'node_modules/.cache/express-hangup', name, String(process.pid))
  if (!isCompiled) {
    for (const folder of ['src', 'tests/harness', ...folders]) compileFolder(folder, target)
  }
  return {
    fileOf: (source) => join(target, `${source}.js`),
    remove: () => {
      if (!isCompiled) rmSync(target, { recursive: true, force: true })
    },
  }
}

function compileFolder(folder: string, target: string): void {
  for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts') || name.endsWith('.test.ts')) continue
    const file = join(root, folder, name)
    const { outputText } = ts.transpileModule(readFileSync(file, 'utf8'), {
      fileName: file,
      compilerOptions: {
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.CommonJS,
        esModuleInterop: true,
      },
    })
    const output = join(target, relative(root, file)).replace(/\.ts$/, '.js')
    mkdirSync(dirname(output), { recursive: true })
    writeFileSync(output, outputText)
  }
}
