import { lineReader, nginxLogFormat } from '../../../src/diagnosis/formats/index.js'
import { readLine } from '../../harness/read-line.js'

const read = (logFormat: string, line: string) =>
  readLine(lineReader(nginxLogFormat(logFormat)), line)

describe("nginx' own log_format", () => {
  it('is read by its variables, in whatever order', () => {
    const { record } = read(
      '$msec|$status|$request_time|$request_method ${request_uri}|$http_user_agent|$remote_addr',
      '1795405670.123|499|59.998|GET /slow?x=1|curl/8.5.0|203.0.113.7',
    )
    expect(record).toMatchObject({
      time: 1795405670123,
      status: 499,
      outcome: 'client-disconnected',
      ageMs: 59998,
      route: '/slow',
      method: 'GET',
      client: { address: '203.0.113.7', agent: 'curl' },
    })
  })

  it('is read from the whole directive, and from JSON written as one', () => {
    const directive = `log_format json escape=json '{"t":"$time_iso8601","s":$status,'
      '"rt":$request_time,"r":"$request"}';`
    const line = '{"t":"2026-11-23T03:47:50+01:00","s":499,"rt":0.495,"r":"GET /slow HTTP/1.1"}'
    expect(read(directive, line).record).toMatchObject({
      time: Date.UTC(2026, 10, 23, 2, 47, 50),
      ageMs: 495,
      route: '/slow',
    })
  })

  it('takes what nginx writes where it knows nothing for nothing', () => {
    const { record } = read('$status $request_time $upstream_header_time', '499 0.100 -')
    expect(record).toMatchObject({ ageMs: 100, firstByteMs: NaN })
  })

  it('says what to add where it has no duration', () => {
    expect(nginxLogFormat('$status').advice).toMatch(/\$request_time/)
    expect(nginxLogFormat('$status $request_time').advice).toBeUndefined()
  })

  it.each([
    ['$request_time', /needs \$status/],
    ['$status$request_time', /nothing stands between \$request_time/],
    ['log_format x;', /no quoted string/],
    [Array.from({ length: 70 }, () => '$status').join(' '), /more than 60/],
  ])('is refused where it cannot be read: %s', (logFormat, why) => {
    expect(() => nginxLogFormat(logFormat)).toThrow(why)
    expect(() => nginxLogFormat(logFormat)).toThrow(
      expect.objectContaining({ code: 'ERR_HANGUP_OPTION' }),
    )
  })
})
