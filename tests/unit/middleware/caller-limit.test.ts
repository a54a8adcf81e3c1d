import fc from 'fast-check'
import { callerMsOf } from '../../../src/middleware/request-timeout/caller-limit.js'

/** The caller's limit by some headers, and what was said on the debug channel. */
function limitOf(headers: Readonly<Record<string, string | string[]>>) {
  const said: unknown[] = []
  const ms = callerMsOf(headers, (_message, name) => void said.push(name))
  return { ms, said }
}

const envoy = 'x-envoy-expected-rq-timeout-ms'
const prometheus = 'x-prometheus-scrape-timeout-seconds'

describe('how long the caller waits', () => {
  it.each([
    ['grpc-timeout', '2H', 7_200_000],
    ['grpc-timeout', '3M', 180_000],
    ['grpc-timeout', '30S', 30_000],
    ['grpc-timeout', '250m', 250],
    ['grpc-timeout', '5000u', 5],
    ['grpc-timeout', '99999999n', 99.999999],
    [envoy, '15000', 15_000],
    [prometheus, '10', 10_000],
    [prometheus, '9.5', 9_500],
    ['prefer', 'wait=10', 10_000],
    ['prefer', 'respond-async, wait=10', 10_000],
    ['prefer', 'Wait = "3"; foo', 3_000],
  ])('is read from %s: %s', (name, value, ms) => {
    const found = limitOf({ [name]: value })
    expect(found.ms).toBeCloseTo(ms, 6)
    expect(found.said).toEqual([])
  })

  it('is unlimited where nothing is said', () => {
    expect(limitOf({})).toEqual({ ms: Infinity, said: [] })
    expect(limitOf({ prefer: 'return=minimal' })).toEqual({ ms: Infinity, said: [] })
  })

  it('is the shortest of all that is said', () => {
    expect(limitOf({ 'grpc-timeout': '3S', [envoy]: '2000', prefer: 'wait=1' }).ms).toBe(1000)
  })

  it('is what is still understood, where the rest is not', () => {
    const found = limitOf({ 'grpc-timeout': 'soon', [envoy]: '2000' })
    expect(found).toEqual({ ms: 2000, said: ['grpc-timeout'] })
  })

  it.each([
    ['grpc-timeout', ['', '5', 'm', '-5m', '5 m', '123456789m', '1.5S', '0S', '5s', '٥S']],
    ['grpc-timeout', ['5constructor', '5__proto__', '5S, 6S', 'NaNS', '1e3m', '0x5m']],
    [envoy, ['', '0', '-1', '1e9', '9'.repeat(40), 'Infinity', 'NaN', '5, 6', '５', '0.0']],
    [prometheus, ['', '0', '-10', 'ten', '1,5', '9'.repeat(400), 'constructor']],
    ['prefer', ['wait', 'wait=', 'wait=-1', 'wait=x', 'wait=0', 'wait=5, wait=6', 'wait=1e3']],
  ])('is ignored, with a line for who debugs, where %s is one of %j', (name, values) => {
    for (const value of values) {
      expect([value, limitOf({ [name]: value })]).toEqual([value, { ms: Infinity, said: [name] }])
    }
  })

  it('is ignored where a header came more than once', () => {
    expect(limitOf({ [envoy]: ['5', '6'] })).toEqual({ ms: Infinity, said: [envoy] })
  })

  it('is above nothing, and never NaN, whatever is sent', () => {
    const numbers = fc.stringMatching(/^(wait=)?-?\d{0,20}(\.\d{0,12})?[HMSmun]?$/)
    const value = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), numbers)
    const headers = fc.record(
      { 'grpc-timeout': value, [envoy]: value, [prometheus]: value, prefer: value },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(headers, (sent) => {
        expect(limitOf(sent as Record<string, string>).ms).toBeGreaterThan(0)
      }),
    )
  })
})
