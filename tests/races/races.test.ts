import { compileFor, type Compiled } from '../harness/compiled.js'
import type { RaceResult } from './race.js'
import { run } from './run.js'

let compiled: Compiled
beforeAll(() => {
  compiled = compileFor('races', ['tests/races'])
})
afterAll(() => {
  compiled.remove()
})

const chosen = process.env['HANGUP_RACE_SEED']
const seed = chosen === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(chosen)

async function race(kind: string, exchanges: number): Promise<RaceResult> {
  const args = [String(exchanges), String(seed)]
  const { stdout, stderr } = await run(compiled.fileOf('tests/races/race'), [kind, ...args])
  expect(stderr).toBe('')
  return JSON.parse(stdout) as RaceResult
}

// 10,000 in all.
test.each([
  ['express5', 4500],
  ['http', 3500],
  ['h2', 2000],
])(
  'answer, limit and departure in one millisecond have one outcome on %s',
  async (kind, exchanges) => {
    process.stdout.write(`HANGUP_RACE_SEED=${seed} repeats the races on ${kind}\n`)
    const result = await race(kind, exchanges)
    expect(result.problems).toEqual([])
    expect(result.exchanges).toBeGreaterThanOrEqual(exchanges)
    // They did race: each of the three came first at times.
    for (const outcome of ['completed', 'timed-out', 'client-disconnected']) {
      expect(result.outcomes[outcome]).toBeGreaterThan(exchanges / 100)
    }
  },
  120_000,
)
