import winston from 'winston'
import type { Levels, WinstonObserverOptions } from '../../../src/observers/winston/index.js'
import { logging, observerOf } from '../support/logging.js'
import { optionErrorOf } from '../support/option-error.js'
import { completedRecord, context, ofApplication, record } from '../support/record.js'

const levelsIn = (lines: { json: Record<string, unknown>[] }) =>
  lines.json.map(({ level }) => level)

describe('levels by phase', () => {
  it('are taken from the table, and where it has none from the default', () => {
    const { lines, logger } = logging()
    const observer = observerOf(logger, {
      levels: { disconnect: { flushing: 'debug', receiving: 'warn' } },
    })
    for (const phase of ['receiving', 'processing', 'responding', 'flushing'] as const) {
      observer.settled({ ...record, phase })
    }
    expect(levelsIn(lines)).toEqual(['warn', 'info', 'info', 'debug'])
  })

  it('write no line where they are false', () => {
    const { lines, logger } = logging()
    const observer = observerOf(logger, {
      levels: { disconnect: { processing: false }, completed: false, error: false, late: false },
    })
    observer.settled(record)
    observer.settled(completedRecord)
    observer.error?.(new Error('x'), ofApplication, context)
    observer.late({ id: 'ab12-1', route: null, overrunMs: 5, what: 'end' })
    expect(lines.all).toEqual([])
  })

  it('are those of closed for what failed, unless that has its own', () => {
    const { lines, logger } = logging()
    const levels: Partial<Levels> = { closed: { responding: 'http' } }
    const failed = { ...record, outcome: 'failed', phase: 'responding' } as const
    observerOf(logger, { levels }).settled(failed)
    observerOf(logger, { levels: { ...levels, failed: 'error' } }).settled(failed)
    expect(levelsIn(lines)).toEqual(['http', 'error'])
  })

  it('may be what a function says, which may leave it to the table', () => {
    const { lines, logger } = logging()
    const observer = observerOf(logger, {
      levelOf: ({ route, phase }) =>
        route === '/health' ? false : phase === 'receiving' ? 'verbose' : undefined,
    })
    observer.settled({ ...record, route: '/health' })
    observer.settled({ ...record, phase: 'receiving' })
    observer.settled(record)
    observer.settled(completedRecord)
    expect(levelsIn(lines)).toEqual(['verbose', 'info', 'debug'])
  })

  it('are a mistake that is told where a function says one that the logger does not know', () => {
    const { logger } = logging()
    const observer = observerOf(logger, { levelOf: () => 'toString' })
    const { message } = optionErrorOf(() => {
      observer.settled(record)
    })
    expect(message).toBe("levelOf returned 'toString', which this logger does not know")
  })
})

describe('options of winstonObserver', () => {
  it.each<[unknown, string]>([
    [
      { levels: { disconnect: { procesing: 'info' } } },
      "no option 'procesing'; did you mean 'processing'?",
    ],
    [
      { levels: { disconnect: { processing: 'loud' } } },
      "The level of 'disconnect.processing' is 'loud'",
    ],
    [{ levels: { completed: { done: 'info' } } }, "no option 'done'"],
    [{ levels: 'info' }, 'must be an object'],
    [{ levels: null }, 'must be an object'],
    [{ levelOf: 'info' }, "levelOf must be a function; received 'info'"],
    [{ sampleRate: 1.1 }, 'sampleRate must be a number from 0 to 1; received 1.1'],
    [{ sampleRate: NaN }, 'sampleRate must be a number from 0 to 1; received NaN'],
    [{ sampleRate: '0.5' }, 'sampleRate must be a number from 0 to 1; received '],
    [
      { slowMs: '5s' },
      "slowMs must be a number of milliseconds from 1 to 2147483647; received '5s'",
    ],
    [{ rateLimit: true }, 'must be an object'],
    [{ rateLimit: { max: 5 } }, "rateLimit of winstonObserver has no option 'max'"],
    [
      { rateLimit: { limit: 0.5 } },
      'rateLimit.limit must be a whole number of lines; received 0.5',
    ],
    [{ rateLimit: { limit: -1 } }, 'rateLimit.limit must be a whole number of lines; received -1'],
    [{ rateLimit: { windowMs: 0 } }, 'rateLimit.windowMs must be a number of milliseconds'],
  ])('refuse %j', (options, said) => {
    const { logger } = logging()
    const { code, message } = optionErrorOf(() =>
      observerOf(logger, options as WinstonObserverOptions),
    )
    expect(code).toBe('ERR_HANGUP_OPTION')
    expect(message).toContain(said)
  })
})

describe('the sample of completed exchanges', () => {
  afterEach(() => jest.restoreAllMocks())

  it('has its share of them, each with the rate, and everything else', () => {
    const { lines, logger } = logging()
    const observer = observerOf(logger, { sampleRate: 0.25 })
    let draw = 0
    jest.spyOn(Math, 'random').mockImplementation(() => (draw++ % 100) / 100)
    for (let i = 0; i < 1_000; i++) observer.settled(completedRecord)
    expect(lines.all).toHaveLength(250)
    expect(lines.json[0]).toEqual({
      level: 'debug',
      message: 'completed GET /report/17 after 812 ms (200)',
      exchange: completedRecord,
      sampleRate: 0.25,
    })
    for (const outcome of ['client-disconnected', 'timed-out', 'failed'] as const) {
      observer.settled({ ...record, outcome })
    }
    expect(lines.all).toHaveLength(253)
    expect(lines.json[252]).not.toHaveProperty('sampleRate')
  })

  it('is none of them at 0, and all at 1 without a rate', () => {
    const { lines, logger } = logging()
    observerOf(logger, { sampleRate: 0 }).settled(completedRecord)
    expect(lines.all).toEqual([])
    observerOf(logger, { sampleRate: 1 }).settled(completedRecord)
    expect(lines.json[0]).not.toHaveProperty('sampleRate')
  })
})

describe('a slow exchange', () => {
  const options = { slowMs: 1_000, sampleRate: 0 }

  it('has a line of its own from that age on, whatever the sample', () => {
    const { lines, logger } = logging({ level: 'info' })
    const observer = observerOf(logger, options)
    observer.settled({ ...completedRecord, ageMs: 999.9 })
    observer.settled({ ...completedRecord, ageMs: 1_000 })
    expect(lines.json).toEqual([
      {
        level: 'warn',
        message: 'slow: completed GET /report/17 after 1000 ms (200)',
        exchange: { ...completedRecord, ageMs: 1_000 },
      },
    ])
  })

  it('is told at a level of its choice, or as any other where that is off', () => {
    const { lines, logger } = logging()
    const slow = { ...completedRecord, ageMs: 5_000 }
    observerOf(logger, { ...options, levels: { slow: 'error' } }).settled(slow)
    observerOf(logger, { slowMs: 1_000, levels: { slow: false } }).settled(slow)
    expect(levelsIn(lines)).toEqual(['error', 'debug'])
  })

  it('is one that completed: who hung up or was cut off has a line already', () => {
    const { lines, logger } = logging()
    observerOf(logger, options).settled({ ...record, ageMs: 5_000 })
    expect(lines.json).toMatchObject([{ level: 'info' }])
  })
})

describe('what is told beside records', () => {
  it('is work that went on after its exchange was over', () => {
    const { lines, logger } = logging()
    observerOf(logger).late({
      id: 'ab12-1',
      route: '/report/:id',
      requestId: 'r-1',
      overrunMs: 412.4,
      what: 'write',
    })
    expect(lines.json).toEqual([
      {
        level: 'debug',
        message: 'work went on at /report/:id 412 ms after its exchange was over (write)',
        late: { overrunMs: 412.4, what: 'write' },
        exchange: { id: 'ab12-1', route: '/report/:id', requestId: 'r-1' },
      },
    ])
  })

  it('is what happened on a connection below any request', () => {
    const { lines, logger } = logging()
    const event = { kind: 'client-error', code: 'HPE_INVALID_METHOD', closure: 'none' } as const
    observerOf(logger).connection(event)
    expect(lines.json).toEqual([
      { level: 'debug', message: 'client-error: HPE_INVALID_METHOD (none)', connection: event },
    ])
  })

  it('costs nothing where its level is off', () => {
    const { logger } = logging({ level: 'info' })
    const log = jest.spyOn(logger, 'log')
    const observer = observerOf(logger)
    observer.late({ id: 'ab12-1', route: null, overrunMs: 5, what: 'end' })
    observer.connection({ kind: 'tls-error', code: 'ECONNRESET', closure: 'rst' })
    expect(log).not.toHaveBeenCalled()
  })
})

test('a format may lift the id of a request to the key that other lines have', () => {
  const lift = winston.format((info) => {
    const { requestId } = (info['exchange'] ?? {}) as { requestId?: string }
    return requestId === undefined ? info : { ...info, requestId }
  })
  const { lines, logger } = logging({
    format: winston.format.combine(lift(), winston.format.json()),
  })
  observerOf(logger).settled({ ...record, requestId: 'r-1' })
  expect(lines.json[0]).toMatchObject({ requestId: 'r-1', exchange: { requestId: 'r-1' } })
})
