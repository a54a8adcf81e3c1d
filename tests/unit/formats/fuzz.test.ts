import fc from 'fast-check'
import { detectFormat, lineReader, logFormats } from '../../../src/diagnosis/formats/index.js'
import { DiagnosisState } from '../../../src/diagnosis/index.js'
import { readLine } from '../../harness/read-line.js'
import { samples } from '../../harness/log-samples.js'

const readers = logFormats.map((format) => [format.name, lineReader(format)] as const)
const lines = samples.map(({ line }) => Buffer.from(line))

/** A sample with a few bytes changed, cut out, put in or doubled. */
const mutated = fc
  .record({
    sample: fc.constantFrom(...lines),
    changes: fc.array(
      fc.record({
        kind: fc.constantFrom('set', 'cut', 'insert', 'double'),
        at: fc.nat(2000),
        length: fc.nat(40),
        bytes: fc.uint8Array({ maxLength: 12 }),
      }),
      { minLength: 1, maxLength: 6 },
    ),
  })
  .map(({ sample, changes }) =>
    changes.reduce<Buffer>((line, { kind, at, length, bytes }) => {
      const from = at % (line.length + 1)
      const head = line.subarray(0, from)
      const part = line.subarray(from, from + length)
      const tail = line.subarray(from + length)
      if (kind === 'set') return Buffer.concat([head, bytes, line.subarray(from + bytes.length)])
      if (kind === 'cut') return Buffer.concat([head, tail])
      if (kind === 'insert') return Buffer.concat([head, bytes, line.subarray(from)])
      return Buffer.concat([head, part, part, tail])
    }, sample),
  )

function readByAll(line: Uint8Array): void {
  const state = new DiagnosisState()
  for (const [, read] of readers) {
    const { parsed, record } = readLine(read, line)
    expect(['exchange', 'other', 'unparsed']).toContain(parsed)
    expect(record === undefined).toBe(parsed !== 'exchange')
    if (record !== undefined) state.add(record)
  }
  state.result()
}

describe('whatever a line holds', () => {
  it('is read or told apart, every sample cut at each of its places', () => {
    for (const { line, format } of samples) {
      const read = readers.find(([name]) => name === format)![1]
      const bytes = Buffer.from(line)
      for (let end = 0; end <= bytes.length; end++) readLine(read, bytes.subarray(0, end))
      for (let start = 0; start <= bytes.length; start++) readLine(read, bytes.subarray(start))
    }
  })

  it('is read or told apart by every format, a sample changed at random', () => {
    fc.assert(
      fc.property(mutated, (line) => readByAll(line)),
      { numRuns: 400 },
    )
  })

  it('is read or told apart by every format, bytes at random', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (line) => readByAll(line)),
      { numRuns: 300 },
    )
  })

  it('is read or told apart by every format, JSON at random', () => {
    const value = fc.jsonValue()
    const keys = fc.constantFrom(
      ...['exchange', 'v', 'outcome', 'request', 'req', 'res', 'status', 'duration', 'ts', 'time'],
      ...['DownstreamStatus', 'response_flags', 'response_code', 'start_time', 'request_time'],
    )
    fc.assert(
      fc.property(fc.dictionary(keys, value), (object) =>
        readByAll(Buffer.from(JSON.stringify(object))),
      ),
      { numRuns: 300 },
    )
  })

  it('does not make detection throw', () => {
    fc.assert(
      fc.property(fc.array(mutated, { maxLength: 5 }), (some) => {
        detectFormat(some)
      }),
      { numRuns: 60 },
    )
  })
})
