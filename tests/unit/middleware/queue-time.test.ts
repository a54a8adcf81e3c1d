import fc from 'fast-check'
import { queuedMsOf } from '../../../src/middleware/request-timeout/queue-time.js'

const now = Date.UTC(2026, 5, 1)
const hourMs = 3_600_000

/** The queue time of a header, and what was said on the debug channel. */
function queued(value: string | string[], header = 'x-request-start') {
  const said: unknown[][] = []
  const ms = queuedMsOf({ [header]: value }, now, (...line) => void said.push(line))
  return { ms, ignored: said.length > 0 }
}

describe('the time that a request waited in front', () => {
  it.each([
    ['nginx', `t=${((now - 1500) / 1000).toFixed(3)}`],
    ['nginx, whole seconds', `t=${String((now - 1500) / 1000 - 0.5)}`],
    ['Heroku', String(now - 1500)],
    ['Apache', `t=${String((now - 1500) * 1000)}`],
    ['a proxy that gives microseconds without t=', String((now - 1500) * 1000)],
    ['a proxy that gives seconds without t=', String((now - 1500) / 1000)],
    ['a header with blanks around', ` t=${String(now - 1500)} `],
  ])('is read in the form of %s', (_who, value) => {
    const { ms, ignored } = queued(value)
    expect(Math.abs(ms - 1500)).toBeLessThanOrEqual(500)
    expect(ignored).toBe(false)
  })

  it('is read from X-Queue-Start too', () => {
    expect(queued(`t=${String(now - 20)}`, 'x-queue-start').ms).toBe(20)
  })

  it('is none where nothing is said', () => {
    expect(queuedMsOf({}, now, fail)).toBe(0)
  })

  it.each([1, 999, 60_000])('is none where the clock in front is %d ms ahead', (ms) => {
    expect(queued(`t=${String(now + ms)}`)).toEqual({ ms: 0, ignored: false })
  })

  it.each([
    '',
    't=',
    'now',
    '-1500000000',
    't=-1500000000.5',
    'NaN',
    'Infinity',
    '1e12',
    '0x1234567890',
    '1'.repeat(400),
    '9999999999999999',
    '100000000',
    't=1500000000000,t=1500000000001',
    '١٥٠٠٠٠٠٠٠٠٠٠٠',
    'constructor',
    '__proto__',
    '1500000000000; DROP TABLE',
  ])('is ignored, with a line for who debugs, where the header is %p', (value) => {
    expect(queued(value)).toEqual({ ms: 0, ignored: true })
  })

  it('is ignored where the header came more than once', () => {
    expect(queued([String(now - 20), String(now - 30)])).toEqual({ ms: 0, ignored: true })
    expect(queued(`${String(now - 20)}, ${String(now - 30)}`)).toEqual({ ms: 0, ignored: true })
  })

  it('is from nothing to an hour, whatever is sent', () => {
    const digits = fc.stringMatching(/^(t=)?-?\d{0,20}(\.\d{0,8})?$/)
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), digits), (value) => {
        const { ms } = queued(value)
        expect(ms).toBeGreaterThanOrEqual(0)
        expect(ms).toBeLessThanOrEqual(hourMs)
      }),
    )
  })

  it('is the same in each form, to the precision of the form', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: hourMs - 1000 }), (ms) => {
        const start = now - ms
        expect(queued(`t=${(start / 1000).toFixed(3)}`).ms).toBeCloseTo(ms, 2)
        expect(queued(String(start)).ms).toBe(ms)
        expect(queued(`t=${String(start * 1000)}`).ms).toBe(ms)
      }),
    )
  })
})

function fail(): never {
  throw new Error('nothing is to be said')
}
