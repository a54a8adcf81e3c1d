import { knownLimit, knownLimits } from '../../../src/known-limits/index.js'

const WEEK_MS = 7 * 24 * 3_600_000

describe('the known limits', () => {
  test('are as many as were found', () => {
    expect(knownLimits.length).toBeGreaterThanOrEqual(135)
  })

  test('have ids that are unique, and made of the component and its setting', () => {
    const ids = knownLimits.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toEqual(knownLimits.map(({ component, setting }) => `${component}/${setting}`))
  })

  test('name each component in one way', () => {
    const names = new Map(knownLimits.map(({ component, name, kind }) => [component, [name, kind]]))
    for (const { component, name, kind } of knownLimits) {
      expect(names.get(component)).toEqual([name, kind])
      expect(component).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
      expect(name).not.toBe('')
    }
  })

  test('are whole milliseconds between a half second and a week, or none', () => {
    const numbers = knownLimits.flatMap(({ limitMs }) => limitMs ?? [])
    expect(numbers.filter((ms) => !(Number.isInteger(ms) && ms >= 500 && ms <= WEEK_MS))).toEqual(
      [],
    )
    expect(numbers.length).toBeGreaterThan(120)
  })

  test('have an https source each, without blanks', () => {
    const sources = knownLimits.map(({ source }) => source)
    expect(sources.filter((source) => new URL(source).protocol !== 'https:')).toEqual([])
    expect(sources.filter((source) => /\s/.test(source))).toEqual([])
  })

  test('count idle connections since the last byte', () => {
    const idle = knownLimits.filter(
      ({ covers }) => covers === 'keep-alive' || covers === 'connection',
    )
    expect(idle.filter(({ basis }) => basis !== 'idle')).toEqual([])
  })

  test('of clients, webhooks and probes watch the connection to the server', () => {
    const callers = ['client', 'webhook', 'probe']
    const theirs = knownLimits.filter(({ kind }) => callers.includes(kind))
    expect(theirs.filter(({ side }) => side !== 'server')).toEqual([])
  })

  test('are frozen', () => {
    expect(Object.isFrozen(knownLimits)).toBe(true)
    expect(knownLimits.filter((limit) => !Object.isFrozen(limit))).toEqual([])
  })
})

test.each([
  ['aws-alb/idle_timeout.timeout_seconds', 60_000, 'idle'],
  ['heroku/first byte (H12)', 30_000, 'age'],
  ['gcp/backend HTTP keep-alive timeout', 600_000, 'idle'],
  ['node/requestTimeout', 300_000, 'age'],
])('%s is found by its id', (id, limitMs, basis) => {
  expect(knownLimit(id)).toMatchObject({ id, limitMs, basis })
})

test('nginx is known to close with a FIN when it has waited too long for the answer', () => {
  expect(knownLimit('nginx/proxy_read_timeout')).toMatchObject({
    closure: ['fin'],
    version: '1.22',
  })
})

test('what is not known is not found', () => {
  expect(knownLimit('nginx/nonsense')).toBeUndefined()
})
