import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { compileFor, type Compiled } from '../harness/compiled.js'

let compiled: Compiled
let folder: string

/** The package in a project of its own, where nothing is installed but what it depends on. */
beforeAll(() => {
  compiled = compileFor('sessions', [])
  folder = mkdtempSync(join(realpathSync(tmpdir()), 'hangup-alone-'))
  cpSync(dirname(dirname(compiled.fileOf('src/sessions/index'))), join(folder, 'src'), {
    recursive: true,
  })
  mkdirSync(join(folder, 'node_modules'))
  for (const name of ['on-finished', 'ee-first']) {
    symlinkSync(
      dirname(require.resolve(`${name}/package.json`)),
      join(folder, 'node_modules', name),
    )
  }
}, 60_000)

afterAll(() => {
  compiled.remove()
  rmSync(folder, { recursive: true, force: true })
})

/** Runs a program there, with a store that has a call of its own, to its end. */
function run(body: string): Promise<{ exitCode: number | null; stdout: string; stderr: string }> {
  const program = `
    const { sessionCleanup } = require('./src/sessions/index.js')
    const store = { prune: (callback) => setImmediate(callback, null, 1) }
    ${body}`
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['-e', program],
      { cwd: folder, timeout: 30_000, killSignal: 'SIGKILL' },
      (_error, stdout, stderr) => resolve({ exitCode: child.exitCode, stdout, stderr }),
    )
  })
}

test('cron without croner is an error that says what to install', async () => {
  const { stdout } = await run(`
    try { sessionCleanup(store, { cron: '0 * * * *' }) }
    catch ({ code, message, cause }) { console.log(code, message, cause.code) }`)
  expect(stdout).toMatch(/^ERR_HANGUP_PEER_MISSING .*npm install croner.* MODULE_NOT_FOUND\n$/)
})

test('everyMs needs no package, and keeps no process alive', async () => {
  expect(await run(`sessionCleanup(store, { everyMs: 3_600_000 })`)).toEqual({
    exitCode: 0,
    stdout: '',
    stderr: '',
  })
})

test('a store that never calls back keeps no process alive', async () => {
  const program = `void sessionCleanup({ prune: (callback) => {} }, { everyMs: 1000 }).runNow()`
  expect(await run(program)).toMatchObject({ exitCode: 0, stderr: '' })
})

test('a store that fails ends no process, and is warned of', async () => {
  const { exitCode, stderr } = await run(`
    store.prune = () => { throw new Error('down') }
    sessionCleanup(store, { everyMs: 1 })
    setTimeout(() => {}, 100)`)
  expect(exitCode).toBe(0)
  expect(stderr).toContain('WARN_HANGUP_SESSIONS')
  expect(stderr).toContain('down')
})
