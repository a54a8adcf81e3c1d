import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describeWith, fleetFolder, promtool } from './program.js'

const text = (name: string): string => readFileSync(join(fleetFolder, 'prometheus', name), 'utf8')

describeWith('promtool')('promtool', () => {
  it('takes the rules and the alerts', async () => {
    expect(await promtool('check', 'rules', 'rules.yml', 'alerts.yml')).toContain('SUCCESS')
  })

  it('finds that they do what their tests say', async () => {
    expect(await promtool('test', 'rules', 'tests.yml')).toContain('SUCCESS')
  }, 60_000)
})

describe('the unit tests of the rules', () => {
  const tests = text('tests.yml')
  const named = (file: string, kind: 'alert' | 'record'): string[] =>
    text(file).match(new RegExp(`(?<=- ${kind}: )\\S+`, 'g')) ?? []

  it.each(named('alerts.yml', 'alert'))('see %s fire, and see it not fire', (alert) => {
    const cases = tests
      .split('- eval_time:')
      .filter((each) => each.includes(`alertname: ${alert}\n`))
      .map((each) => each.includes('exp_alerts: []'))
    expect(cases).toEqual(expect.arrayContaining([true, false]))
  })

  it.each(named('rules.yml', 'record'))(
    'use %s, by itself or in what an alert looks at',
    (record) => {
      expect(
        tests + text('alerts.yml') + text('rules.yml').replace(`- record: ${record}`, ''),
      ).toContain(record)
    },
  )
})
