import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { JsxEmit, ModuleKind, ScriptTarget, transpileModule } from 'typescript'
import type { RunningApp } from '../../demo-app/measure/running-app.js'

const ROOT = join(__dirname, '..', '..')
const CACHE = join(ROOT, 'node_modules', '.cache')
const DEMO_MS = 90_000

let built: string

// The demo's processes need JavaScript. This does not depend on a build that ran before, nor
// disturb one; it stands below the root, where the packages are found.
beforeAll(() => {
  mkdirSync(CACHE, { recursive: true })
  built = mkdtempSync(join(CACHE, 'demo-test-'))
  for (const folder of ['src', 'demo-app']) build(join(ROOT, folder))
})

afterAll(() => {
  rmSync(built, { recursive: true, force: true })
})

function build(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.name.endsWith('.ts')) continue
    const source = join(entry.parentPath, entry.name)
    const target = join(built, relative(ROOT, source)).replace(/\.ts$/, '.js')
    const { outputText } = transpileModule(readFileSync(source, 'utf8'), {
      compilerOptions: {
        module: ModuleKind.CommonJS,
        target: ScriptTarget.ES2022,
        esModuleInterop: true,
        jsx: JsxEmit.None,
      },
    })
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, outputText)
  }
}

interface Ended {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

async function demo(...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, [join(built, 'demo-app', 'main.js'), ...args])
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (data) => (output.stdout += String(data)))
  child.stderr.on('data', (data) => (output.stderr += String(data)))
  const [status] = (await once(child, 'close')) as [number | null]
  return { status, ...output }
}

test(
  'the demo keeps its promises in all four cells, and says so by its exit status',
  async () => {
    const { status, stdout, stderr } = await demo('--quick')
    const broken = stdout.split('\n').filter((line) => line.startsWith('BROKEN'))
    expect({ broken, stderr, status }).toEqual({ broken: [], stderr: '', status: 0 })
    expect(stdout).toContain('All promises kept')
    for (const cell of ['development', 'production']) {
      for (const kind of ['without', 'with']) {
        const promise = `${cell}/${kind}: every real upstream and database error`
        expect(stdout).toContain(`kept    ${promise}`)
      }
    }
  },
  DEMO_MS,
)

test('--help tells the options', async () => {
  const { status, stdout } = await demo('--help')
  expect(status).toBe(0)
  expect(stdout).toContain('--cell NAME')
})

test.each([['--cell', 'production/wihout'], ['--fast']])(
  'a wrong option is told, with what there is: %s',
  async (...args) => {
    const { status, stderr } = await demo(...args)
    expect(status).toBe(2)
    expect(stderr).toContain('Usage:')
  },
)

test('an application that crashes is counted and started again', async () => {
  const path = join(built, 'demo-app', 'measure', 'running-app.js')
  const load = createRequire(path)
  const { RunningApp: Running } = load(path) as { RunningApp: typeof RunningApp }
  const settings = {
    DEMO_PACKAGE: 'without',
    DEMO_FOLDER: built,
    DEMO_UPSTREAM: 'http://127.0.0.1:1',
  }
  const app = new Running(settings, () => undefined)
  try {
    await app.port()
    const [first, firstPort] = [app.pid, app.port()]
    process.kill(first ?? 0, 'SIGKILL')
    while (app.port() === firstPort) await new Promise((resolve) => setTimeout(resolve, 5))
    await app.port()
    expect(app.crashes).toBe(1)
    expect(app.pid).not.toBe(first)
  } finally {
    await app.stop()
  }
})
