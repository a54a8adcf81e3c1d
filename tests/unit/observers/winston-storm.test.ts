import { observerFailures } from '../../../src/index.js'
import { logging, observerOf } from '../support/logging.js'
import { completedRecord, record } from '../support/record.js'

const download = { ...record, route: '/download', path: '/download' }

beforeEach(() => jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] }))
afterEach(() => jest.useRealTimers())

const summaries = (lines: { json: Record<string, unknown>[] }) =>
  lines.json.filter((line) => 'storm' in line)

describe('a storm of client disconnects', () => {
  it('has a line for the first, and one that tells of the others at the end of the window', () => {
    const { lines, logger } = logging()
    const observer = observerOf(logger, { rateLimit: { limit: 100 } })
    for (let i = 0; i < 100; i++) observer.settled(record)
    for (let i = 0; i < 87; i++) observer.settled(record)
    for (let i = 0; i < 1_153; i++) observer.settled({ ...download, phase: 'responding' })
    expect(lines.all).toHaveLength(100)
    jest.advanceTimersByTime(10_000)
    expect(lines.json.slice(100)).toEqual([
      {
        level: 'warn',
        message: '+1,240 more client disconnects in the last 10 s, 93 % on GET /download',
        storm: {
          count: 1_240,
          windowMs: 10_000,
          phases: { processing: 87, responding: 1_153 },
          routes: [
            { method: 'GET', route: '/download', count: 1_153 },
            { method: 'GET', route: '/report/:id', count: 87 },
          ],
        },
      },
    ])
  })

  it('is counted exactly: lines and summaries together are all there were', () => {
    const { lines, logger } = logging()
    const observer = observerOf(logger, { rateLimit: { limit: 3, windowMs: 1_000 } })
    for (let i = 0; i < 5_000; i++) {
      observer.settled(record)
      if (i % 10 === 0) jest.advanceTimersByTime(37)
    }
    jest.advanceTimersByTime(1_000)
    const told = summaries(lines).map(({ storm }) => (storm as { count: number }).count)
    const own = lines.json.filter((line) => 'exchange' in line).length
    expect(own + told.reduce((sum, count) => sum + count, 0)).toBe(5_000)
    expect(own).toBe(3 * told.length)
  })

  it('ends: the next window has lines of its own again', () => {
    const { lines, logger } = logging()
    const observer = observerOf(logger, { rateLimit: { limit: 1, windowMs: 2_500 } })
    observer.settled(record)
    observer.settled(record)
    jest.advanceTimersByTime(2_500)
    observer.settled(record)
    jest.advanceTimersByTime(60_000)
    expect(lines.json.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^client disconnected/),
      '+1 more client disconnect in the last 2.5 s, 100 % on GET /report/:id',
      expect.stringMatching(/^client disconnected/),
    ])
  })

  it('is told before the next window begins, where the process was too busy for its timer', () => {
    const { lines, logger } = logging()
    const observer = observerOf(logger, { rateLimit: { limit: 1, windowMs: 1_000 } })
    const start = performance.now()
    const now = jest.spyOn(performance, 'now').mockReturnValue(start)
    observer.settled(record)
    observer.settled(record)
    now.mockReturnValue(start + 5_000)
    observer.settled(record)
    now.mockRestore()
    jest.advanceTimersByTime(10_000)
    expect(lines.json.map((line) => 'storm' in line)).toEqual([false, true, false])
  })

  it('never costs another kind of line', () => {
    const { lines, logger } = logging()
    const observer = observerOf(logger, { rateLimit: { limit: 0 } })
    observer.settled(record)
    observer.settled({ ...record, outcome: 'timed-out' })
    observer.settled({ ...record, outcome: 'failed' })
    observer.settled(completedRecord)
    expect(lines.all).toHaveLength(3)
  })

  it('has a line each where the limit is off, and up to 1,000 in 10 s by default', () => {
    for (const [rateLimit, count] of [
      [false, 1_100],
      [undefined, 1_000],
    ] as const) {
      const { lines, logger } = logging()
      const observer = observerOf(logger, rateLimit === undefined ? {} : { rateLimit })
      for (let i = 0; i < 1_100; i++) observer.settled(record)
      expect(lines.all).toHaveLength(count)
    }
  })

  it('keeps no process alive, and leaves no timer behind', () => {
    const { logger } = logging()
    const observer = observerOf(logger, { rateLimit: { limit: 0 } })
    expect(jest.getTimerCount()).toBe(0)
    observer.settled(record)
    expect(jest.getTimerCount()).toBe(1)
    jest.advanceTimersByTime(10_000)
    expect(jest.getTimerCount()).toBe(0)
  })

  it('ends no process where the logger throws at its summary', () => {
    const warn = jest.spyOn(process, 'emitWarning').mockImplementation()
    const { logger } = logging()
    const observer = observerOf(logger, { rateLimit: { limit: 0 } })
    observer.settled(record)
    jest.spyOn(logger, 'log').mockImplementation(() => {
      throw new Error('of a transport')
    })
    expect(() => jest.advanceTimersByTime(10_000)).not.toThrow()
    expect(observerFailures(observer)).toBe(1)
    expect(warn).toHaveBeenCalledTimes(1)
    warn.mockRestore()
  })

  it('is of bounded size, whatever the methods and routes', () => {
    const { lines, logger } = logging()
    const observer = observerOf(logger, { rateLimit: { limit: 0 } })
    for (let i = 0; i < 10_000; i++) observer.settled({ ...record, method: `M${String(i)}` })
    observer.settled({ ...record, route: null })
    jest.advanceTimersByTime(10_000)
    const [{ storm }] = summaries(lines) as [{ storm: { count: number; routes: unknown[] } }]
    expect(storm.count).toBe(10_001)
    expect(storm.routes).toHaveLength(10)
  })

  it('says so where no route was matched', () => {
    const { lines, logger } = logging()
    const observer = observerOf(logger, { rateLimit: { limit: 0 } })
    observer.settled({ ...record, route: null })
    jest.advanceTimersByTime(10_000)
    expect(lines.json[0]?.['message']).toMatch(/100 % on GET without a route$/)
  })
})
