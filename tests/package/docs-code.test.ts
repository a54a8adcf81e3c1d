import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { docsGlobals } from './docs-globals.js'
import { blocksOf, pages, type Block } from './markdown.js'
import { root } from './root.js'
import { runNode } from './run.js'
import { tempFolder, writeFiles } from './temp-folder.js'

const languages: Readonly<Record<string, string>> = {
  js: '.mjs',
  javascript: '.mjs',
  mjs: '.mjs',
  cjs: '.cjs',
  ts: '.mts',
  typescript: '.mts',
}

const examples = pages()
  .flatMap(blocksOf)
  .filter(({ language }) => language in languages)
  .map((block) => ({ block, file: fileOf(block), where: `${block.page}:${String(block.line)}` }))

/** A project of a user, outside of the repository, with the package as it would be published. */
const project = tempFolder()
let faults: ReadonlyMap<string, readonly string[]>

beforeAll(async () => {
  const modules = join(project, 'node_modules')
  mkdirSync(join(modules, 'express-hangup'), { recursive: true })
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name.startsWith('.') || name === 'express-hangup') continue
    symlinkSync(join(root, 'node_modules', name), join(modules, name), 'junction')
  }
  cpSync(join(root, 'package.json'), join(modules, 'express-hangup/package.json'))
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const outDir = join(modules, 'express-hangup/dist')
  const build = await runNode([tsc, '-p', 'tsconfig.build.json', '--outDir', outDir], root)
  if (build.exitCode !== 0) throw new Error(build.stdout)

  writeFiles(project, { 'globals.d.mts': docsGlobals, 'package.json': '{ "private": true }' })
  writeFiles(project, Object.fromEntries(examples.map(({ block, file }) => [file, block.code])))
  faults = check(examples.map(({ file }) => file))
}, 120_000)

describe('a code block of the documentation', () => {
  it.each(examples)('compiles: $where', ({ file }) => {
    expect(faults.get(file)).toEqual([])
  })

  const runnable = examples.filter(({ block }) => block.marks.includes('run'))
  if (runnable.length > 0) {
    it.each(runnable)(
      'runs to its end: $where',
      async ({ block, file }) => {
        const { exitCode, stderr } = await runNode([transpiled(file, block.code)], project)
        expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
      },
      130_000,
    )
  }

  it('has no other mark than run', () => {
    const marks = examples.flatMap(({ block }) => block.marks)
    expect(marks.filter((mark) => mark !== 'run')).toEqual([])
  })
})

function fileOf({ page, line, language, code }: Block): string {
  const isScript = /\brequire\(/.test(code) && !/^(import|export)\b/m.test(code)
  const extension = languages[language] ?? ''
  return (
    page.replaceAll(/[^\w]/g, '-') +
    `-${String(line)}` +
    (isScript ? extension.replace('.m', '.c') : extension)
  )
}

/** What the compiler says about each file; JavaScript is held to less, since it states no types. */
function check(files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const common: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts'],
    module: ts.ModuleKind.NodeNext,
    moduleDetection: ts.ModuleDetectionKind.Force,
    typeRoots: [join(project, 'node_modules/@types')],
    types: ['node'],
    esModuleInterop: true,
    skipLibCheck: true,
    noEmit: true,
  }
  const said = new Map<string, string[]>(files.map((file) => [file, []]))
  const isTyped = (file: string) => file.endsWith('ts')
  for (const typed of [true, false]) {
    const names = files.filter((file) => isTyped(file) === typed)
    if (names.length === 0) continue
    const program = ts.createProgram(
      ['globals.d.mts', ...names].map((file) => join(project, file)),
      typed ? { ...common, strict: true } : { ...common, strict: false, checkJs: true },
    )
    for (const name of names) {
      const source = program.getSourceFile(join(project, name))
      said.set(name, ts.getPreEmitDiagnostics(program, source).map(textOf))
    }
  }
  return said
}

function textOf({ file, start, messageText }: ts.Diagnostic): string {
  const line = file?.getLineAndCharacterOfPosition(start ?? 0).line ?? 0
  return `line ${String(line + 1)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`
}

function transpiled(file: string, code: string): string {
  if (!file.endsWith('ts')) return file
  const { outputText } = ts.transpileModule(code, {
    fileName: file,
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext },
  })
  const output = file.replace(/ts$/, 'js')
  writeFiles(project, { [output]: outputText })
  return output
}
