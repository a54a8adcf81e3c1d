import fc from 'fast-check'
import { createRequire } from 'node:module'
import { durationMs } from '../../../src/compat/duration.js'
import { optionErrorOf } from '../support/option-error.js'

/** What connect-timeout itself reads its strings with. */
const ms = createRequire(require.resolve('connect-timeout'))('ms') as (
  text: string,
) => number | undefined

const longestMs = 2 ** 31 - 1

describe('durationMs', () => {
  it.each([
    ['1', 1],
    ['5000', 5_000],
    ['45ms', 45],
    ['1.5ms', 1.5],
    ['5s', 5_000],
    ['5 s', 5_000],
    ['5   seconds', 5_000],
    ['.5s', 500],
    ['0.5 Sec', 500],
    ['2 MINS', 120_000],
    ['1.5 minutes', 90_000],
    ['1h', 3_600_000],
    ['2 hrs', 7_200_000],
    ['1 day', 86_400_000],
    ['0.01y', 315_576_000],
    ['0.02 years', 631_152_000],
  ])("reads '%s' as connect-timeout does", (text, expected) => {
    expect(durationMs(text)).toBe(expected)
    expect(ms(text)).toBe(expected)
  })

  it.each([1, 0.5 + 1, 5_000, longestMs])('takes %s milliseconds', (number) => {
    expect(durationMs(number)).toBe(number)
  })

  it.each([
    // A word that is none, or no number.
    ['5 sceonds'],
    ['5x'],
    ['5 s econds'],
    ['s'],
    ['soon'],
    ['5s5s'],
    ['5s, 5m'],
    ['1,5s'],
    ['5.s'],
    ['1e3'],
    ['0x10'],
    ['five seconds'],
    ['Infinity'],
    ['5µs'],
    [''],
    [' '],
    [' 5s'],
    ['5s '],
    ['5s\n'],
    // Not a limit that a timer can keep.
    ['-5s'],
    ['0'],
    ['0s'],
    ['0.5ms'],
    ['25 days'],
    ['1 year'],
    ['2147483648'],
    [0],
    [-1],
    [0.5],
    [NaN],
    [Infinity],
    [longestMs + 1],
    // Neither a number nor a string.
    [true],
    [5n],
    [Symbol('5s')],
    [{}],
    [[5_000]],
    [new Date(5_000)],
    [() => 5_000],
    [null],
    [undefined],
  ])('refuses %p, saying what was received and what is allowed', (time) => {
    const { code, message } = optionErrorOf(() => durationMs(time))
    expect(code).toBe('ERR_HANGUP_OPTION')
    expect(message).toMatch(
      /^The time of timeout\(\) must be from 1 to 2147483647 milliseconds, as a number or as a string such as '500ms', '5s', '1\.5 minutes' or '2h'; received /,
    )
    if (typeof time === 'string') expect(message).toContain(JSON.stringify(time).slice(1, -1))
  })

  it('shows no more than the beginning of what was received', () => {
    const { message } = optionErrorOf(() => durationMs('s'.repeat(10_000)))
    expect(message.length).toBeLessThan(400)
    const secret = { password: 'hunter2' }
    expect(optionErrorOf(() => durationMs(secret)).message).not.toContain('hunter2')
  })

  const part = fc.constantFrom(
    ...['', ' ', '  ', '.', '-', '0', '1', '5', '12', '0.5', '1e3', ',', '\t', 'x'],
    ...['ms', 'msec', 'milliseconds', 's', 'sec', 'Seconds', 'm', 'min', 'mins', 'minute'],
    ...['h', 'hr', 'HOURS', 'd', 'days', 'y', 'yr', 'yrs', 'years', 'second s', 'secondss'],
  )
  const texts = fc.oneof(
    fc.array(part, { maxLength: 5 }).map((parts) => parts.join('')),
    fc.tuple(fc.double({ min: 0, max: 1e6, noNaN: true }), part, part).map((all) => all.join('')),
    fc.string({ maxLength: 12 }),
  )

  it('reads whatever string connect-timeout reads as a limit, the same, and refuses all others', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const theirs = text === '' ? undefined : ms(text)
        if (theirs !== undefined && theirs >= 1 && theirs <= longestMs) {
          expect(durationMs(text)).toBe(theirs)
        } else {
          expect(() => durationMs(text)).toThrow('The time of timeout()')
        }
      }),
      { numRuns: 3_000 },
    )
  })
})
