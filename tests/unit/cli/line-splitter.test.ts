import fc from 'fast-check'
import { LineSplitter, MAX_LINE } from '../../../src/cli/diagnose/reading/line-splitter.js'

function split(chunks: readonly Buffer[]): string[] {
  const lines: string[] = []
  const splitter = new LineSplitter({
    line: (bytes, from, to) => void lines.push(Buffer.from(bytes).toString('latin1', from, to)),
    tooLong: () => void lines.push('(too long)'),
  })
  for (const chunk of chunks) splitter.push(chunk)
  splitter.end()
  return lines
}

describe('lines', () => {
  it('are the same however the bytes were cut', () => {
    const text = fc.array(fc.constantFrom('a', 'bc', '\n', '\r\n', '', '\r', 'x'.repeat(9)))
    fc.assert(
      fc.property(text, fc.array(fc.nat(40)), (parts, cuts) => {
        const bytes = Buffer.from(parts.join(''))
        const chunks: Buffer[] = []
        let from = 0
        for (const cut of cuts) {
          chunks.push(bytes.subarray(from, from + cut))
          from = Math.min(bytes.length, from + cut)
        }
        chunks.push(bytes.subarray(from))
        const expected = parts.join('').split('\n')
        if (expected.at(-1) === '') expected.pop()
        expect(split(chunks)).toEqual(expected.map((line) => line.replace(/\r$/, '')))
      }),
    )
  })

  it('that are too long are passed over, and take no memory', () => {
    const long = Buffer.alloc(64 << 10, 120)
    const chunks = Array.from({ length: 160 }, () => long)
    const before = Buffer.from('first\n')
    expect(split([before, ...chunks, Buffer.from('\nlast\n')])).toEqual([
      'first',
      '(too long)',
      'last',
    ])
    expect(
      split([Buffer.concat([before, Buffer.alloc(MAX_LINE + 1, 120), Buffer.from('\nlast')])]),
    ).toEqual(['first', '(too long)', 'last'])
  })

  it('of exactly the longest length are read', () => {
    const [line] = split([Buffer.alloc(MAX_LINE - 5, 120), Buffer.from('yyyyy\n')])
    expect(line).toHaveLength(MAX_LINE)
  })
})
