import { knownLimit, knownLimits } from '../../../src/known-limits/index.js'
import { behindNames, limitsFor } from '../../../src/server/presets.js'

/** What Node waits on top of keepAliveTimeout. */
const BUFFER_MS = 1_000

describe.each(behindNames)('the preset %s', (name) => {
  const preset = limitsFor(name)
  const keepAlive = preset.keepAlive === null ? null : knownLimit(preset.keepAlive)
  const idleMs = keepAlive?.limitMs ?? null

  test('names limits that are known', () => {
    expect(keepAlive).toBeDefined()
    const components = knownLimits.map(({ component }) => component)
    expect(components).toEqual(expect.arrayContaining([...preset.components]))
  })

  test('keeps idle connections longer than what is in front, or less long where that passes through', () => {
    if (idleMs === null) {
      expect(preset.keepAliveTimeoutMs).toBeGreaterThan(5_000)
    } else if (preset.passThrough) {
      expect(preset.keepAliveTimeoutMs + BUFFER_MS).toBeLessThan(idleMs)
    } else {
      expect(preset.keepAliveTimeoutMs).toBeGreaterThanOrEqual(idleMs + 5_000)
    }
  })

  test('waits no longer for a header than for a request, as Node demands', () => {
    expect(preset.headersTimeoutMs).toBeLessThanOrEqual(preset.requestTimeoutMs)
  })

  test('says what it answers', () => {
    expect([502, 503, 504, 524]).toContain(preset.timeoutStatus)
    expect([502, 503, 520]).toContain(preset.closedStatus)
  })
})

describe('a name that is not known', () => {
  test.each([
    ['aws-abl', 'aws-alb'],
    ['haporxy', 'haproxy'],
    ['Nginx', 'nginx'],
    ['alb', 'aws-alb'],
    ['cloudflair', 'cloudflare'],
  ])('%s is answered with the name that was meant', (given, meant) => {
    expect(() => limitsFor(given as never)).toThrow(
      expect.objectContaining({
        code: 'ERR_HANGUP_OPTION',
        message: expect.stringContaining(`; did you mean '${meant}'?`) as string,
      }) as Error,
    )
  })

  test.each(['__proto__', 'toString', '', 7, null, undefined])('%p is refused', (given) => {
    expect(() => limitsFor(given as never)).toThrow(/behind must be 'aws-alb' or/)
  })
})
