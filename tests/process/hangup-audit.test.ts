import { tempFolder, writeFiles } from '../package/temp-folder.js'
import { hangup } from './hangup.js'
import { compilePrograms, removePrograms } from './run-program.js'

const inOrder = {
  behind: 'aws-alb',
  server: { keepAliveTimeout: 65_000, requestTimeout: 900_000 },
  requestTimeoutMs: 55_000,
  upstreamTimeoutsMs: { postgres: 30_000 },
  clientTimeoutMs: 90_000,
  longestUploadMs: 600_000,
}

describe('hangup audit', () => {
  const folder = tempFolder()
  beforeAll(compilePrograms)
  afterAll(removePrograms)

  beforeAll(() => {
    writeFiles(folder, {
      'fine.json': `\uFEFF${JSON.stringify(inOrder)}`,
      'wrong.json': JSON.stringify({
        behind: 'aws-alb',
        upstreamTimeoutsMs: { 'a\u001B[2Jb': null },
      }),
      'notices.json': JSON.stringify({ ...inOrder, longestUploadMs: undefined }),
      'fine.mjs': `export default await Promise.resolve(${JSON.stringify(inOrder)})`,
      'fine.cjs': `module.exports = ${JSON.stringify(inOrder)}`,
      'server.cjs': `
        const { createServer } = require('node:http')
        module.exports = { ...${JSON.stringify(inOrder)}, server: createServer({ keepAliveTimeout: 1000 }) }`,
      'fine.js': `module.exports = ${JSON.stringify(inOrder)}`,
      'broken.json': '{ "behind": "aws-alb", }',
      'broken.mjs': "throw new Error('no such limit')",
      'empty.mjs': 'export const other = 1',
      'list.json': '[1, 2]',
      'misspelt.json': '{ "behnd": "aws-alb" }',
      'unknown.json': '{ "behind": "aws-abl" }',
      'text.json': '{ "server": { "keepAliveTimeout": "65s" } }',
    })
  })

  test.each(['fine.json', 'fine.mjs', 'fine.cjs', 'fine.js'])(
    'exits with 0 where all is in order: %s',
    async (file) => {
      expect(await hangup(['audit', file], folder)).toEqual({
        exitCode: 0,
        signal: null,
        stdout: 'All limits are in order.\n',
        stderr: '',
      })
    },
  )

  test('tells the setting, both values, what users see, and the line that helps', async () => {
    const { exitCode, stdout, stderr } = await hangup(['audit', 'wrong.json'], folder)
    expect([exitCode, stderr]).toEqual([1, ''])
    expect(stdout).toContain(
      'FAULT   server.keepAliveTimeout: 5 s, against 60 s of AWS ALB idle_timeout.timeout_seconds',
    )
    expect(stdout).toContain('the client gets a 502')
    expect(stdout).toContain('Fix: server.keepAliveTimeout = 65_000')
    expect(stdout).toMatch(/A default \(official-doc\): https:\/\/docs\.aws\.amazon\.com\//)
    expect(stdout).toMatch(/\n3 faults, 1 notice\n$/)
  })

  test('prints nothing that moves a terminal’s cursor, and no colour where nobody looks', async () => {
    const { stdout } = await hangup(['audit', 'wrong.json'], folder)
    expect(stdout).toContain('the limit of a [2Jb')
    expect(stdout).not.toContain('\u001B')
  })

  test('prints JSON', async () => {
    const { exitCode, stdout } = await hangup(['audit', '--json', 'wrong.json'], folder)
    expect(exitCode).toBe(1)
    const { findings } = JSON.parse(stdout) as { findings: unknown[] }
    expect(findings).toHaveLength(4)
    expect(findings).toContainEqual(
      expect.objectContaining({ rule: 'keep-alive-too-short', valueMs: 5_000, againstMs: 60_000 }),
    )
  })

  test('asks a server that a module makes', async () => {
    const { exitCode, stdout } = await hangup(['audit', 'server.cjs'], folder)
    expect(exitCode).toBe(1)
    expect(stdout).toContain('server.keepAliveTimeout: 1 s, against 60 s')
  })

  test('lets notices pass, unless it is strict', async () => {
    const easy = await hangup(['audit', 'notices.json'], folder)
    expect(easy).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('1 notice') as string,
    })
    expect(easy.stdout).toContain('All limits are in order.')
    expect((await hangup(['audit', '--strict', 'notices.json'], folder)).exitCode).toBe(1)
  })

  test.each([
    ['missing.json', 'missing.json cannot be read: ENOENT'],
    ['.', '. cannot be read: EISDIR'],
    ['broken.json', 'broken.json cannot be read:'],
    ['missing.mjs', 'missing.mjs cannot be loaded:'],
    ['broken.mjs', 'broken.mjs cannot be loaded: no such limit'],
    ['empty.mjs', 'The options of empty.mjs must be an object; received undefined'],
    ['list.json', 'The options of list.json must be an object; received an array'],
    ['misspelt.json', "misspelt.json has no option 'behnd'; did you mean 'behind'?"],
    ['unknown.json', "received 'aws-abl'; did you mean 'aws-alb'?"],
    ['text.json', 'server.keepAliveTimeout must be a number of milliseconds from 1 to'],
  ])('exits with 1 for %s, and says why', async (file, said) => {
    const { exitCode, stdout, stderr } = await hangup(['audit', file], folder)
    expect([exitCode, stdout]).toEqual([1, ''])
    expect(stderr).toContain(said)
    expect(stderr).not.toMatch(/^\s+at /m)
  })

  test.each([
    [['audit'], 'audit needs a CONFIG'],
    [['audit', 'a.json', 'b.json'], 'audit takes one CONFIG'],
    [['audit', '--jsn', 'a.json'], "There is no option 'jsn'; did you mean '--json'?"],
    [['audit', '--json=yes', 'a.json'], 'json'],
  ])('exits with 2 for %j', async (args, said) => {
    const { exitCode, stdout, stderr } = await hangup(args, folder)
    expect([exitCode, stdout]).toEqual([2, ''])
    expect(stderr).toContain(said)
    expect(stderr).toContain('Try: hangup --help')
  })
})
