import {
  detectLogFormat,
  DiagnosisState,
  logFormatNames,
  logParser,
} from '../../../src/diagnosis/index.js'
import { nginxLines } from '../../harness/made-log.js'
import { samples } from '../../harness/log-samples.js'

describe('logParser', () => {
  it('reads every format that it names', () => {
    for (const name of logFormatNames) {
      const parse = logParser(name)
      const mine = samples.filter(({ format }) => format === name)
      expect(mine.map(({ line }) => parse(line) !== null)).toEqual(
        mine.map(({ tells }) => tells !== null),
      )
    }
  })

  it('gives records that tell the limit', () => {
    const lines = nginxLines(3_000)
    const parse = logParser(detectLogFormat(lines.slice(0, 20)) ?? '')
    const state = new DiagnosisState()
    for (const line of lines) state.add(parse(line)!)
    const { disconnects, findings } = state.result()
    expect([disconnects, findings[0]?.cause]).toEqual([300, 'timeout'])
  })

  it('keeps nothing of a line for the next', () => {
    const parse = logParser('nginx-timed')
    const [line = ''] = nginxLines(1)
    expect(parse(line)).not.toBeNull()
    expect(parse('this is no line')).toBeNull()
  })

  it("reads nginx' own log_format", () => {
    expect(logParser({ logFormat: '$status $request_time' })('499 0.100')).toMatchObject({
      ageMs: 100,
    })
  })

  it('knows no other format', () => {
    expect(() => logParser('nginx-timd')).toThrow(
      expect.objectContaining({
        code: 'ERR_HANGUP_OPTION',
        message: expect.stringContaining("did you mean 'nginx-timed'?"),
      }),
    )
  })

  it('is asked for by lines of no known log in vain', () => {
    expect(detectLogFormat(['Dear all,', 'this is a letter.'])).toBeNull()
    expect(detectLogFormat([])).toBeNull()
  })
})
