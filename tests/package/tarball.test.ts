import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { connectTimeoutUser, oldConnectTimeoutUser } from './connect-timeout-user.js'
import { blocksOf } from './markdown.js'
import { entries, packageJson, readText, root } from './root.js'
import { run, runNode } from './run.js'
import { tempFolder, writeFiles } from './temp-folder.js'

const quickStart = blocksOf('README.md').find(({ language }) => /^(ts|js)$/.test(language))!.code

/** Asks the quick-start app for its page, then leaves it in the middle of an upload. */
const drive = `
const server = app.listen(0, '127.0.0.1', async () => {
  const { port } = server.address()
  const origin = 'http://127.0.0.1:' + port
  const answer = await fetch(origin, { headers: { connection: 'close' } })
  console.log(answer.status, await answer.text())

  const { connect } = process.getBuiltinModule('node:net')
  server.once('connection', (socket) => socket.once('close', () => server.close()))
  const leaver = connect(port, '127.0.0.1')
  const head = 'POST / HTTP/1.1\\r\\nhost: here\\r\\ncontent-length: 9\\r\\n\\r\\n'
  leaver.write(head + 'part', () => leaver.resetAndDestroy())
})
`

const app = tempFolder()
const packed = tempFolder()
let tarball: string
let contents: string[]

beforeAll(async () => {
  await succeed('npm', ['pack', '--pack-destination', packed], root)
  const [name] = readdirSync(packed).filter((each) => each.endsWith('.tgz'))
  tarball = join(packed, name!)
  contents = (await succeed('tar', ['-tzf', tarball], packed)).trim().split('\n')

  writeFiles(app, { 'package.json': '{ "private": true }' })
  await install(tarball, `express@${lockedVersion('express')}`)
}, 240_000)

describe('the tarball', () => {
  it('holds what users need and nothing else', () => {
    const plain = ['README.md', 'LICENSE', 'CHANGELOG.md', 'package.json']
    const files = contents.map((path) => path.replace(/^package\//, ''))
    expect(files).toEqual(expect.arrayContaining(plain))
    const built = files.filter((file) => !plain.includes(file))
    expect(built.filter((file) => !/^dist\/.*\.(js|js\.map|d\.ts)$/.test(file))).toEqual([])
    for (const [, source] of entries) {
      expect(built).toContain(source.replace('src/', 'dist/').replace('.ts', '.js'))
      expect(built).toContain(source.replace('src/', 'dist/').replace('.ts', '.d.ts'))
    }
  })

  it('satisfies publint and arethetypeswrong', async () => {
    const check = join(root, 'scripts/package-check.mjs')
    const { exitCode, stdout } = await runNode([check, tarball], root)
    expect({ exitCode, stdout }).toMatchObject({ exitCode: 0 })
  }, 120_000)
})

describe('the installed package', () => {
  it('has on-finished as its one runtime dependency', () => {
    const file = join(app, 'node_modules/express-hangup/package.json')
    const installed = JSON.parse(readFileSync(file, 'utf8')) as typeof packageJson
    expect(Object.keys(installed.dependencies ?? {})).toEqual(['on-finished'])
  })

  it('brings no optional peer along', () => {
    const installed = readdirSync(join(app, 'node_modules'))
    expect(installed).toEqual(expect.arrayContaining(['express', 'express-hangup', 'on-finished']))
    for (const peer of Object.keys(packageJson.peerDependencies)) {
      expect(installed).not.toContain(peer)
    }
  })

  // Makes metrics of prom-client's; the other entries load without their peers.
  it('needs prom-client for express-hangup/prometheus, which then loads', async () => {
    const load = ['-e', "require('express-hangup/prometheus')"]
    expect((await runNode(load, app)).stderr).toContain("Cannot find module 'prom-client'")
    await install(`prom-client@${lockedVersion('prom-client')}`)
    expect(await runNode(load, app)).toEqual(quietly(''))
  }, 120_000)

  it.each(entries)('loads %s by require and by import, as one instance', async (specifier) => {
    writeFiles(app, {
      'both.mjs': `
        import { createRequire } from 'node:module'
        import * as imported from '${specifier}'
        const required = createRequire(import.meta.url)('${specifier}')
        // A drop-in for a package that is a function is one too.
        const names = Object.keys(required)
        if (names.length === 0 && typeof required !== 'function') throw new Error('exports nothing')
        const differing = names.filter((name) => imported[name] !== required[name])
        if (imported.default !== required) differing.push('default')
        if (differing.length > 0) throw new Error(differing.join())`,
    })
    expect(await runNode(['both.mjs'], app)).toEqual(quietly(''))
  })

  it.each([
    ['ESM', 'mjs', ts.ModuleKind.ESNext],
    ['CommonJS', 'cjs', ts.ModuleKind.CommonJS],
  ])("serves with the README's quick start pasted into %s", async (_kind, extension, module) => {
    const file = `quick-start.${extension}`
    const paste = quickStart.replace(/^app\.listen\(.*$/m, drive)
    expect(paste).toContain(drive)
    const { outputText } = ts.transpileModule(paste, {
      compilerOptions: { module, target: ts.ScriptTarget.ES2022, esModuleInterop: true },
    })
    writeFiles(app, { [file]: outputText })
    expect(await runNode([file], app)).toEqual(quietly('200 {"hello":"world"}\n'))
  })

  it("type-checks with the README's quick start as an ES module and as CommonJS", async () => {
    const files = { 'quick-start.mts': quickStart, 'quick-start.cts': quickStart }
    expect(await typeCheck(files)).toEqual(quietly(''))
  }, 120_000)

  it.each(['connect-timeout', 'express-hangup/connect-timeout'])(
    'type-checks what a user of %s wrote, with that one line',
    async (specifier) => {
      const checked = await typeCheck(connectTimeoutUser(specifier), { allowJs: true })
      expect(checked).toEqual(quietly(''))
      const old = { module: 'commonjs', moduleResolution: 'node10', esModuleInterop: false }
      const options = { ...old, ignoreDeprecations: '6.0' }
      const checkedOld = await typeCheck(oldConnectTimeoutUser(specifier), options)
      expect(checkedOld).toEqual(quietly(''))
    },
    120_000,
  )
})

async function typeCheck(files: Readonly<Record<string, string>>, options: object = {}) {
  const strict = { module: 'nodenext', strict: true, noEmit: true, types: ['node'] }
  const compilerOptions = { ...strict, ...options }
  writeFiles(app, files)
  writeFiles(app, {
    'tsconfig.json': JSON.stringify({ compilerOptions, files: Object.keys(files) }),
  })
  return runNode([join(root, 'node_modules/typescript/bin/tsc'), '-p', '.'], app)
}

function quietly(stdout: string) {
  return { exitCode: 0, stdout, stderr: '' }
}

async function install(...packages: readonly string[]): Promise<void> {
  const options = ['--prefix', app, '--prefer-offline', '--no-audit', '--no-fund']
  await succeed('npm', ['install', ...options, ...packages], app)
  // A copy: npm empties what it did not put there, and through a link it would empty ours.
  for (const types of ['node_modules/@types', 'node_modules/undici-types']) {
    cpSync(join(root, types), join(app, types), { recursive: true })
  }
}

function lockedVersion(name: string): string {
  const lock = JSON.parse(readText('package-lock.json')) as {
    packages: Record<string, { version: string }>
  }
  return lock.packages[`node_modules/${name}`]!.version
}

async function succeed(file: string, args: readonly string[], cwd: string): Promise<string> {
  const { exitCode, stdout, stderr } = await run(file, args, cwd)
  if (exitCode !== 0) throw new Error(`${file} ${args.join(' ')}\n${stdout}\n${stderr}`)
  return stdout
}
