import { compilePrograms, removePrograms, runProgram } from './run-program.js'

beforeAll(compilePrograms)
afterAll(removePrograms)

/** The status of each path, and what was said on stderr. */
async function statuses(options: { inspect?: boolean; headers?: Record<string, string> } = {}) {
  const { exitCode, stdout, stderr } = await runProgram('limited-server', {
    nodeArgs: options.inspect === true ? ['--inspect=127.0.0.1:0'] : [],
    args: [JSON.stringify(options.headers ?? {})],
  })
  expect([exitCode, stderr]).toEqual([0, expect.any(String)])
  return { byPath: JSON.parse(stdout) as Record<string, number>, stderr }
}

describe('under a debugger', () => {
  test('a limit is off only where that was asked for, since production is inspected too', async () => {
    const { byPath, stderr } = await statuses({ inspect: true })
    expect(stderr).toContain('Debugger listening on ')
    expect(byPath).toMatchObject({ '/always': 503, '/undebugged': 200 })
  })

  test('and on again without one', async () => {
    const { byPath } = await statuses()
    expect(byPath).toMatchObject({ '/always': 503, '/undebugged': 503 })
  })
})

describe('a budget that is not understood', () => {
  const before = process.env['NODE_DEBUG']
  beforeEach(() => {
    process.env['NODE_DEBUG'] = 'express-hangup'
  })
  afterEach(() => {
    if (before === undefined) delete process.env['NODE_DEBUG']
    else process.env['NODE_DEBUG'] = before
  })

  const headers = {
    'x-request-start': 't=-5',
    'grpc-timeout': '99999999999S',
    'x-envoy-expected-rq-timeout-ms': '-1',
    prefer: 'wait=constructor',
  }

  test('is ignored, each header with a line under NODE_DEBUG=express-hangup', async () => {
    const { byPath, stderr } = await statuses({ headers })
    expect(byPath).toMatchObject({ '/budget': 200, '/throws': 200 })
    for (const [name, value] of Object.entries(headers).slice(1)) {
      expect(stderr).toContain(`ignored the limit of the caller in ${name}: "${value}"`)
    }
    expect(stderr).toContain('ignored the queue time "t=-5"')
    expect(stderr).toMatch(/^EXPRESS-HANGUP \d+: trust threw, so that nobody is believed: /m)
  })

  test('is not spoken of otherwise', async () => {
    delete process.env['NODE_DEBUG']
    expect((await statuses({ headers })).stderr).toBe('')
  })

  test('is a budget like any other where it is understood', async () => {
    const { byPath } = await statuses({ headers: { 'grpc-timeout': '20m' } })
    expect(byPath).toMatchObject({ '/budget': 503, '/throws': 200 })
  })
})
