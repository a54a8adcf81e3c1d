import { tempFolder, writeFiles } from '../package/temp-folder.js'
import { hangup } from './hangup.js'
import { compilePrograms, removePrograms } from './run-program.js'

const manifest = (name: string, version: string) => JSON.stringify({ name, version })

describe('hangup doctor', () => {
  const folder = tempFolder()
  beforeAll(compilePrograms)
  afterAll(removePrograms)

  beforeAll(() => {
    writeFiles(folder, {
      'fine/node_modules/express-hangup/package.json': manifest('express-hangup', '1.0.0'),
      'fine/node_modules/express/package.json': manifest('express', '5.3.0'),
      'twice/node_modules/express-hangup/package.json': manifest('express-hangup', '1.0.0'),
      'twice/node_modules/old/node_modules/express-hangup/package.json': manifest(
        'express-hangup',
        '0.9.0',
      ),
      'wrong/node_modules/express/package.json': manifest('express', '3.21.2'),
    })
  })

  test('names the versions of Node, of itself and of what is installed beside it', async () => {
    const { stdout, stderr } = await hangup(['doctor'], `${folder}/fine`)
    expect(stderr).toBe('')
    expect(stdout).toMatch(
      new RegExp(
        `^Node ${process.versions.node}\nexpress-hangup \\d+\\.\\d+\\.\\d+\nexpress 5\\.3\\.0\n`,
      ),
    )
  })

  test('prints JSON, whose faults make the exit code', async () => {
    const { exitCode, stdout } = await hangup(['doctor', '--json'], `${folder}/fine`)
    const { versions, findings } = JSON.parse(stdout) as {
      versions: Record<string, string>
      findings: Array<{ level: string }>
    }
    expect(versions).toMatchObject({ Node: process.versions.node, express: '5.3.0' })
    expect(exitCode).toBe(findings.some(({ level }) => level === 'fault') ? 1 : 0)
  })

  test('finds copies of different versions', async () => {
    const { exitCode, stdout } = await hangup(['doctor'], `${folder}/twice`)
    expect(exitCode).toBe(1)
    expect(stdout).toContain('FAULT   There are 2 copies of express-hangup')
    expect(stdout).toMatch(/1\.0\.0 in .*twice.node_modules.express-hangup\n/)
    expect(stdout).toMatch(/0\.9\.0 in .*old.node_modules.express-hangup\n/)
  })

  test('finds an Express that it was not made for', async () => {
    const { exitCode, stdout } = await hangup(['doctor'], `${folder}/wrong`)
    expect(exitCode).toBe(1)
    expect(stdout).toContain('express-hangup is not made for express 3.21.2')
    expect(stdout).toContain('Fix: npm install express@5 (it takes 4 or 5)')
  })

  test('takes no arguments', async () => {
    const { exitCode, stderr } = await hangup(['doctor', 'now'], folder)
    expect(exitCode).toBe(2)
    expect(stderr).toContain('doctor takes no arguments')
  })
})
