import { compilePrograms, removePrograms, runProgram } from './run-program.js'

beforeAll(compilePrograms)
afterAll(removePrograms)

test('observers that throw and reject harm no request, no other observer, and are warned of once', async () => {
  const { exitCode, stdout, stderr } = await runProgram('observers')
  expect(stderr).toContain('An observer threw: Error: a mistake of the observer')
  expect(exitCode).toBe(0)
  expect(JSON.parse(stdout)).toEqual({
    statuses: [200, 500, 503],
    outcomes: ['completed', 'completed', 'timed-out', 'client-disconnected'],
    errors: 2,
    lates: 1,
    warnings: ['WARN_HANGUP_OBSERVER'],
  })
})
