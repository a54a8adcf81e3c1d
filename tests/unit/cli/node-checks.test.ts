import { checkNode } from '../../../src/cli/doctor/node-checks.js'
import { endOfLife, nodeFlaws } from '../../../src/cli/doctor/node-releases.js'

const early = new Date('2026-01-01')
const titles = (version: string, today = early) =>
  checkNode(version, today).map(({ level, title }) => `${level}: ${title}`)

const signal = 'fault: req.signal of Node itself aborts on requests that complete'

describe('req.signal of Node', () => {
  test.each(['24.16.0', 'v24.17.1', '24.19.9'])('is warned of on %s', (version) => {
    expect(titles(version)).toContain(signal)
  })

  test.each(['20.20.2', '22.23.3', '24.15.0', '24.20.0', '24.21.0', '26.10.0'])(
    'is not on %s',
    (version) => {
      expect(titles(version)).not.toContain(signal)
    },
  )
})

describe('a release line', () => {
  test('is kept until the day it ends', () => {
    expect(titles('20.20.2', new Date('2026-04-29')).join()).not.toContain('no longer kept')
    expect(titles('20.20.2', new Date('2026-04-30'))).toContain(
      'fault: Node 20.20.2 is no longer kept',
    )
  })

  test('that is too old is said to be so, and nothing about its end', () => {
    expect(titles('18.20.8')[0]).toBe('fault: Node 18.20.8 is too old for express-hangup')
    expect(titles('18.20.8').join()).not.toContain('no longer kept')
  })

  test('that is not known yet is not blamed', () => {
    expect(titles('40.0.0', new Date('2040-01-01'))).toEqual([])
  })

  test('ends after the one that came two before it', () => {
    for (const [major, end] of Object.entries(endOfLife)) {
      const older = endOfLife[Number(major) - 2]
      if (older !== undefined) expect(Date.parse(end)).toBeGreaterThan(Date.parse(older))
    }
  })
})

test('each flaw ends after it began, and says what helps', () => {
  for (const { from, until, effect, fix } of nodeFlaws) {
    expect(until[0] * 1_000 + until[1]).toBeGreaterThan(from[0] * 1_000 + from[1])
    expect(effect).not.toBe('')
    expect(fix).not.toBe('')
  }
})

test('what is no version is let be', () => {
  expect(checkNode('nightly', early)).toEqual([])
})
