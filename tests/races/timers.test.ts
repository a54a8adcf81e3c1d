import { compileFor, type Compiled } from '../harness/compiled.js'
import type { TimersResult } from './many-requests.js'
import { run } from './run.js'

let compiled: Compiled
beforeAll(() => {
  compiled = compileFor('timers', ['tests/races'])
})
afterAll(() => {
  compiled.remove()
})

/** The program ends by itself, or is killed after a while and the promise rejects. */
async function answer(requests: number, limitMs: number): Promise<TimersResult> {
  const program = compiled.fileOf('tests/races/many-requests')
  const { stdout, stderr } = await run(program, [String(requests), String(limitMs)])
  expect(stderr).toBe('')
  return JSON.parse(stdout) as TimersResult
}

/** One for each of `responseMs` and `totalMs`, and the progress clock, which serves all. */
const SHARED_TIMERS = 3

test('100,000 requests under limits leave no timer but those they share, which run out', async () => {
  const result = await answer(100_000, 1000)
  expect(result).toMatchObject({ answered: 100_000, completed: 100_000, inTheEnd: 0 })
  expect(result.keepingAlive).toBe(0)
  expect(result.atMost).toBeLessThanOrEqual(SHARED_TIMERS)
  expect(result.afterwards).toBeLessThanOrEqual(SHARED_TIMERS)
}, 120_000)

test('a shared timer of an hour does not keep a process alive whose server is closed', async () => {
  const result = await answer(1000, 3_600_000)
  expect(result).toMatchObject({ answered: 1000, completed: 1000, keepingAlive: 0 })
  expect(result.afterwards).toBeGreaterThan(0)
})
