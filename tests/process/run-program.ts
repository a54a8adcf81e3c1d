import { execFile } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import ts from 'typescript'

/** How a program ended, and what it said. */
export interface ProgramRun {
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface ProgramOptions {
  readonly nodeArgs?: readonly string[]
  readonly args?: readonly string[]
  /** A program that takes longer is killed, which its `signal` tells. */
  readonly timeoutMs?: number
}

const root = join(__dirname, '../..')
const isCompiled = __filename.endsWith('.js')
const compiledRoot = isCompiled
  ? root
  : join(root, 'node_modules/.cache/express-hangup/programs', String(process.pid))

/** Call it in `beforeAll`: a child process runs no TypeScript, so the sources are compiled for it. */
export function compilePrograms(): void {
  if (isCompiled) return
  for (const folder of ['src', 'tests/harness', 'tests/process/programs']) {
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (/(?<!\.d)\.ts$/.test(name)) compile(join(root, folder, name))
    }
  }
}

/** Call it in `afterAll`. */
export function removePrograms(): void {
  if (!isCompiled) rmSync(compiledRoot, { recursive: true, force: true })
}

/** Runs `programs/<name>` in a Node of its own, the same version as this one, to its end. */
export function runProgram(name: string, options: ProgramOptions = {}): Promise<ProgramRun> {
  const { nodeArgs = [], args = [], timeoutMs = 60_000 } = options
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [...nodeArgs, programFile(name), ...args],
      { env: cleanEnv(), timeout: timeoutMs, killSignal: 'SIGKILL' },
      (_error, stdout, stderr) => {
        resolve({ exitCode: child.exitCode, signal: child.signalCode, stdout, stderr })
      },
    )
  })
}

/** The script of `programs/<name>`, for tests that start it in a way of their own. */
export function programFile(name: string): string {
  return join(compiledRoot, 'tests/process/programs', `${name}.js`)
}

function compile(file: string): void {
  const { outputText } = ts.transpileModule(readFileSync(file, 'utf8'), {
    fileName: file,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext, // keeps import(), as the build does
      esModuleInterop: true,
    },
  })
  const output = join(compiledRoot, relative(root, file)).replace(/\.ts$/, '.js')
  mkdirSync(dirname(output), { recursive: true })
  writeFileSync(output, outputText)
}

/** jest sets variables of its own, which a program under test must not hear of. */
export function cleanEnv(): NodeJS.ProcessEnv {
  const foreign = /^(JEST_|NODE_ENV$|NODE_OPTIONS$|FORCE_COLOR$)/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)))
}
