import { diagnose } from '../../src/diagnosis/index.js'
import { judge, Scores } from './simulator/judge.js'
import { seedsOf } from './simulator/seeds.js'
import { simulate } from './simulator/simulate.js'

// A small part of what `npm run bench:diagnosis` measures, small enough for a test. The bounds leave
// room for a miss or two of so few; the seeds are fixed, so that a result is the same in every run.
const sizes = { least: 300, most: 3000 }

function scoresOf(traces: number, withoutLimits: boolean): Scores {
  const scores = new Scores()
  const first = seedsOf('judging', withoutLimits)
  for (let seed = first; seed < first + traces; seed++) {
    const trace = simulate({ ...sizes, seed, withoutLimits })
    scores.add(judge(trace, diagnose(trace.records)))
  }
  return scores
}

describe('simulated traces of one to four causes', () => {
  const scores = scoresOf(80, false)
  const sums = { hit: 0, missed: 0, wrong: 0 }
  for (const { hit, missed, wrong } of scores.causes.values()) {
    sums.hit += hit
    sums.missed += missed
    sums.wrong += wrong
  }

  it('have nearly all of their causes found', () => {
    expect(sums.hit / (sums.hit + sums.missed)).toBeGreaterThanOrEqual(0.95)
  })

  it('have hardly any found that is not there', () => {
    expect(sums.hit / (sums.hit + sums.wrong)).toBeGreaterThanOrEqual(0.95)
  })

  it('have the component among the first three candidates where something tells', () => {
    expect(scores.named(true)).toBeGreaterThanOrEqual(0.95)
  })
})

describe('simulated traces without any limit', () => {
  it('have no timeout finding', () => {
    expect(scoresOf(100, true).falseLimits).toBe(0)
  }, 240_000)
})

describe('the simulator', () => {
  it('makes the same trace of a seed, and another of the next', () => {
    const options = { ...sizes, most: 400, seed: 7 }
    expect(simulate(options).records).toEqual(simulate(options).records)
    expect(simulate({ ...options, seed: 8 }).records).not.toEqual(simulate(options).records)
  })
})
