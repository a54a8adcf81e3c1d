import fc from 'fast-check'
import {
  checkDuration,
  checkFunction,
  checkOneOf,
  checkOptions,
} from '../../../src/errors/index.js'
import { optionErrorOf } from '../support/option-error.js'

const keys = ['observers', 'redactPath', 'address', 'timeouts', 'ambiguous']

describe('checkOptions', () => {
  it('passes an object whose keys are all allowed', () => {
    expect(() =>
      checkOptions('errorHandler', { observers: [], address: 'full' }, keys),
    ).not.toThrow()
    expect(() => checkOptions('errorHandler', {}, keys)).not.toThrow()
  })

  it.each([
    ['observer', 'observers'],
    ['Observers', 'observers'],
    ['redactpath', 'redactPath'],
    ['timeout', 'timeouts'],
    ['ambigous', 'ambiguous'],
    ['adress', 'address'],
  ])('suggests the option that %s is a misspelling of', (misspelt, meant) => {
    const { code, message } = optionErrorOf(() =>
      checkOptions('errorHandler', { [misspelt]: 1 }, keys),
    )
    expect(code).toBe('ERR_HANGUP_OPTION')
    expect(message).toContain(`errorHandler has no option '${misspelt}'; did you mean '${meant}'?`)
    expect(message).toContain(`(allowed: ${keys.join(', ')})`)
  })

  it('suggests nothing where nothing is near', () => {
    const { message } = optionErrorOf(() => checkOptions('errorHandler', { logger: 1 }, keys))
    expect(message).toContain("has no option 'logger' (allowed:")
    expect(message).not.toContain('did you mean')
  })

  it.each([[null], [undefined], [5_000], ['5s'], [true], [[]], [() => undefined]])(
    'refuses %p in the place of the options',
    (received) => {
      const { code, message } = optionErrorOf(() => checkOptions('hangup', received, keys))
      expect(code).toBe('ERR_HANGUP_OPTION')
      expect(message).toContain('The options of hangup must be an object; received')
    },
  )

  it('finds any misspelling of one letter', () => {
    const misspelling = fc
      .tuple(fc.constantFrom(...keys), fc.nat(), fc.constantFrom('q', 'x', 'z'))
      .map(([key, at, letter]) => {
        const i = at % key.length
        return { key, misspelt: key.slice(0, i) + letter + key.slice(i + 1) }
      })
      .filter(({ misspelt }) => !keys.includes(misspelt))
    fc.assert(
      fc.property(misspelling, ({ key, misspelt }) => {
        const { message } = optionErrorOf(() => checkOptions('x', { [misspelt]: 1 }, keys))
        expect(message).toContain(`did you mean '${key}'?`)
      }),
    )
  })
})

describe('checkDuration', () => {
  it.each([1, 1.5, 29_000, 2 ** 31 - 1])('takes %p milliseconds', (ms) => {
    expect(checkDuration('requestTimeout', ms)).toBe(ms)
  })

  it.each([
    [NaN, 'NaN'],
    [-1, '-1'],
    [0, '0'],
    [0.5, '0.5'],
    [Infinity, 'Infinity'],
    [2 ** 31, '2147483648'],
    ['5s', "'5s'"],
    ['5000', "'5000'"],
    [5_000n, '5000n'],
    [null, 'null'],
    [undefined, 'undefined'],
    [{ ms: 1 }, 'an object'],
  ])('refuses %p, and says what was received and what is allowed', (value, shown) => {
    const { code, message } = optionErrorOf(() => checkDuration('requestTimeout', value))
    expect(code).toBe('ERR_HANGUP_OPTION')
    expect(message).toBe(
      `requestTimeout must be a number of milliseconds from 1 to 2147483647; received ${shown}`,
    )
  })

  it('takes what a timer can keep, and nothing else', () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        const ok = value >= 1 && value <= 2 ** 31 - 1
        if (ok) expect(checkDuration('limit', value)).toBe(value)
        else expect(() => checkDuration('limit', value)).toThrow(/must be a number of milliseconds/)
      }),
    )
  })
})

describe('checkOneOf', () => {
  it('names the allowed words', () => {
    const { message } = optionErrorOf(() => checkOneOf('timeouts', 'nxt', ['answer', 'next']))
    expect(message).toBe(
      "timeouts must be 'answer' or 'next'; received 'nxt'; did you mean 'next'?",
    )
  })

  it('takes no value that only looks like an allowed one', () => {
    expect(() => checkOneOf('errors', 'true', [true, false])).toThrow(/must be true or false/)
    expect(() => checkOneOf('errors', 1, [true, false])).toThrow(/received 1/)
  })
})

describe('checkFunction', () => {
  it('refuses all but functions', () => {
    expect(() => checkFunction('redactPath', '/x')).toThrow(
      "redactPath must be a function; received '/x'",
    )
    expect(() => checkFunction('redactPath', () => '')).not.toThrow()
  })
})
