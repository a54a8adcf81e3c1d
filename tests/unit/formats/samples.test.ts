import {
  detectFormat,
  lineReader,
  logFormat,
  logFormats,
} from '../../../src/diagnosis/formats/index.js'
import { samples } from '../../harness/log-samples.js'
import { readLine } from '../../harness/read-line.js'

const lineOf = (line: string): string => line.slice(0, 110)

describe.each(logFormats.map((format) => [format.name, format] as const))('%s', (name, format) => {
  const mine = samples.filter((sample) => sample.format === name)

  it.each(mine.map((sample) => [lineOf(sample.line), sample] as const))('reads %s', (_, sample) => {
    const { parsed, record } = readLine(lineReader(format), sample.line)
    if (sample.tells === null) {
      expect({ parsed, record }).toEqual({ parsed: 'other', record: undefined })
      return
    }
    const { outcome, phase, closure, ageMs, route, status, address, agent, time } = sample.tells
    expect(parsed).toBe('exchange')
    expect(record).toMatchObject({
      outcome,
      ...(phase === undefined ? {} : { phase }),
      ...(closure === undefined ? {} : { closure }),
      ...(route === undefined ? {} : { route }),
    })
    if (ageMs !== undefined) expect(record?.ageMs).toBeCloseTo(ageMs, 3)
    if (status !== undefined && outcome !== 'completed') expect(record?.status).toBe(status)
    if (address !== undefined) expect(record?.client?.address).toBe(address)
    if (agent !== undefined) expect(record?.client?.agent).toBe(agent)
    if (time !== undefined) expect(new Date(record?.time ?? NaN).toISOString()).toBe(time)
  })

  it('is found by its lines', () => {
    const lines = mine.map(({ line }) => Buffer.from(line))
    expect(detectFormat(lines)?.format.name).toBe(name)
  })

  it('is read from lines that end in a carriage return removed, or stand behind a header', () => {
    const [sample] = mine.filter(({ tells }) => tells !== null)
    const read = lineReader(logFormat(name)!)
    const syslog = `Nov 23 03:47:06 web1 app[812]: ${sample!.line}`
    expect(readLine(read, syslog).parsed).toBe('exchange')
    expect(readLine(read, `2026-11-23T03:47:06.1Z stdout F ${sample!.line}`).parsed).toBe(
      'exchange',
    )
    expect(readLine(read, `web-1  | ${sample!.line}`).parsed).toBe('exchange')
  })
})
