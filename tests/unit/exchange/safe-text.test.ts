import fc from 'fast-check'
import { safeText, shownText } from '../../../src/exchange/safe-text.js'

const MAX = 1024
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u

describe('safeText', () => {
  it.each([
    ['leaves plain text as it is', '/a b?c~', '/a b?c~'],
    ['leaves letters of any script as they are', '/łódź/東京/שלום', '/łódź/東京/שלום'],
    ['leaves an emoji as it is', '/🎉', '/🎉'],
    ['drops a line feed', 'a\nb', 'ab'],
    ['drops a colour whole', 'a\x1b[1;31mb\x1b[0m', 'ab'],
    ['drops what clears a screen', 'a\x1b[2Jb', 'ab'],
    ['drops a title of a terminal whole, ended by BEL', 'a\x1b]0;title\x07b', 'ab'],
    ['drops a link whole, ended by ESC \\', 'a\x1b]8;;http://x\x1b\\b', 'ab'],
    ['keeps the text of a title that never ends', 'a\x1b]0;title', 'a]0;title'],
    ['keeps the text behind a bare ESC', 'a\x1bb', 'ab'],
    ['drops an 8-bit control alone, which may be a part of a letter', 'Å\x9blad', 'Ålad'],
    ['drops bidi overrides', 'a\u202eb\u2066c\u2069', 'abc'],
    ['drops what has no width', 'a\u200bb\u200cc\u200dd\ufeffe\u2060f\u00adg', 'abcdefg'],
    ['drops tags', 'a\u{e0041}\u{e007f}b', 'ab'],
    ['drops halves of pairs', 'a\ud800b\udc00c', 'abc'],
    ['drops line and paragraph separators', 'a\u2028b\u2029c', 'abc'],
  ])('%s', (_what, text, safe) => {
    expect(safeText(text, MAX)).toBe(safe)
  })

  it('leaves nothing that is unsafe, whatever it is given', () => {
    const parts = fc.constantFrom(
      '\x1b',
      '\x1b[',
      '\x1b]',
      '\x07',
      '\x9b',
      '\\',
      'm',
      '3',
      '\u202e',
    )
    const texts = fc.array(fc.oneof(parts, fc.string({ unit: 'binary', maxLength: 3 })))
    fc.assert(
      fc.property(texts, (all) => {
        const safe = safeText(all.join(''), MAX)
        expect(safe).not.toMatch(unsafe)
        expect(safe.length).toBeLessThanOrEqual(MAX)
      }),
    )
  })

  it.each(['\x1b]', '\x1b[', '\x1b[3', '\x1b', '\x9b', '\x9d'])(
    'takes a time that grows with the length, for many of %j',
    (part) => {
      const few = part.repeat(1_000)
      const many = part.repeat(100_000)
      // Without backtracking both are a matter of milliseconds; with it, the second would not end.
      expect(safeText(few, Infinity)).not.toMatch(unsafe)
      expect(safeText(many, Infinity)).not.toMatch(unsafe)
    },
  )

  it('is cut', () => {
    expect(safeText('x'.repeat(5_000), 10)).toBe('x'.repeat(10))
  })
})

describe('shownText', () => {
  it.each([
    ['a\nb', 'a\\u000ab'],
    ['a\x1b[31mb', 'a\\u001b[31mb'],
    ['a\x9bb', 'a\\u009bb'],
    ['a\u202eb', 'a\\u202eb'],
    ['a\u{e0041}b', 'a\\u{e0041}b'],
    ['a\ud800b', 'a\\ud800b'],
  ])('shows what is in %j', (text, shown) => {
    expect(shownText(text, MAX)).toBe(shown)
  })

  it('keeps the lines of a stack where it is told to', () => {
    expect(shownText('Error: x\n\tat y\r\n', MAX, true)).toBe('Error: x\n\tat y\\u000d\n')
  })

  it('says where it was cut', () => {
    expect(shownText('x'.repeat(5_000), 10)).toBe(`${'x'.repeat(9)}…`)
  })
})
