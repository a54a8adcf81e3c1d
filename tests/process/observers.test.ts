import { compilePrograms, removePrograms, runProgram } from './run-program.js'

beforeAll(compilePrograms)
afterAll(removePrograms)

test('observers that throw and reject harm no request, no other observer, and each is warned of once and counted', async () => {
  const { exitCode, stdout, stderr } = await runProgram('observers')
  expect(stderr).toContain('An observer threw: Error: a mistake of the observer')
  expect(exitCode).toBe(0)
  expect(JSON.parse(stdout)).toEqual({
    statuses: [200, 500, 503],
    outcomes: ['completed', 'completed', 'timed-out', 'client-disconnected'],
    errors: 2,
    lates: 1,
    // Four observers, and all listeners of onSettled together.
    warnings: Array(5).fill('WARN_HANGUP_OBSERVER'),
    failures: [7, 7, 7, 7, 0, 0],
  })
})
