import { lineReader, logFormats } from '../../../src/diagnosis/formats/index.js'
import { samples } from '../../harness/log-samples.js'
import { readLine } from '../../harness/read-line.js'

/** Long enough that the clock sees it, short enough that a quadratic reader ends. */
const SHORT = 32_000
const TIMES_LONGER = 8

const pieces = [' ', '"', '" ', '\\"', ' - - [', '[', '/', '0/', '{', '{"', '=', 'a=', 'a="', ', ']
const more = [
  'client: ',
  '] ',
  ']: ',
  '::',
  '://',
  '-',
  '1',
  '1.',
  '\u001b[',
  'while ',
  'é',
  '\u0000',
]

/** Lines that grow: one piece again and again, alone and within a sample of the format. */
function growing(sample: string): Array<(length: number) => string> {
  return [...pieces, ...more].flatMap((piece) => {
    const filler = (length: number): string => piece.repeat(Math.ceil(length / piece.length))
    const middle = Math.floor(sample.length / 2)
    return [
      filler,
      (length) => sample.slice(0, middle) + filler(length) + sample.slice(middle),
      (length) => sample + filler(length),
    ]
  })
}

function fastest(read: () => void): number {
  let best = Infinity
  for (let round = 0; round < 5; round++) {
    const began = performance.now()
    read()
    best = Math.min(best, performance.now() - began)
  }
  return best
}

describe.each(logFormats.map((format) => [format.name, format] as const))('%s', (name, format) => {
  it('takes time that grows as the line does', () => {
    const read = lineReader(format)
    const sample = samples.find((each) => each.format === name)!.line
    const time = (line: string): number => {
      const bytes = Buffer.from(line)
      return fastest(() => readLine(read, bytes))
    }
    for (const line of growing(sample)) {
      // Linear is 8 times as long, quadratic 64 times; below a quarter of a millisecond the clock says
      // nothing. Of a busy machine one quiet moment is enough; what is quadratic never has one.
      const isLinear = (): boolean =>
        time(line(SHORT * TIMES_LONGER)) / Math.max(time(line(SHORT)), 0.25) < 32
      const linear = Array.from({ length: 10 }).some(isLinear)
      expect({ line: line(40), linear }).toEqual({ line: line(40), linear: true })
    }
  })
})
