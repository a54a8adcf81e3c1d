import { diagnose } from '../../../src/diagnosis/index.js'
import { left, ordinary, START, times } from './traffic.js'

it('a few disconnects within a moment are nobody’s network', () => {
  const records = times(9, (i) => ({
    ...left(900 + 400 * i, { closure: 'rst' }),
    time: START + 1000 * i,
  }))
  expect(diagnose([...ordinary(100), ...records])).toMatchObject({ findings: [], unexplained: 1 })
})

it('a 504 in a log that does not say who kept the limit is not laid to requestTimeout', () => {
  const record = { outcome: 'timed-out' as const, status: 504, route: '/json', time: START }
  const { findings } = diagnose([...ordinary(100), record, record])
  expect(findings).toEqual([])
})
