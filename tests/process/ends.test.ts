import { compilePrograms, removePrograms, runProgram } from './run-program.js'

beforeAll(compilePrograms)
afterAll(removePrograms)

test('no timer of ours keeps a process alive once its server has closed', async () => {
  // A limit of an hour would, and so would the time in which an answer is waited for.
  const { exitCode, signal, stdout, stderr } = await runProgram('exits', { timeoutMs: 20_000 })
  expect({ exitCode, signal, stderr }).toEqual({ exitCode: 0, signal: null, stderr: '' })
  expect(JSON.parse(stdout)).toEqual([
    'completed',
    'completed',
    'timed-out',
    'timed-out',
    'client-disconnected',
    'server-closed',
  ])
})

test.each([
  ['http.get', 'ECONNRESET'],
  ['net.connect', 'ECONNRESET'],
  ['child.stdin', 'EPIPE'],
])('an error of %s that nobody handles ends the process, though we watch it', async (way, code) => {
  const { exitCode, signal, stderr } = await runProgram('uncaught', { args: [way] })
  expect({ exitCode, signal }).toEqual({ exitCode: 1, signal: null })
  expect(stderr).toContain("Unhandled 'error' event")
  expect(stderr).toContain(code)
})
