import type { ServerResponse } from 'node:http'
import winston from 'winston'
import { errorHandler, type HangupOptions } from '../../../src/index.js'
import { winstonObserver } from '../../../src/observers/winston/index.js'
import type { ErrorMiddleware } from '../../harness/http-shapes.js'
import { startServer } from '../../harness/servers.js'
import { abortDetection } from '../../../src/index.js'
import { within } from '../../harness/deferred.js'
import { strange } from '../support/hostile.js'
import { logging, observerOf } from '../support/logging.js'
import { optionErrorOf } from '../support/option-error.js'
import { context, ofApplication, record } from '../support/record.js'
import { endScenes, get, inPhase, openScene } from '../support/scene.js'

afterEach(endScenes)

const { combine, json, splat, simple, timestamp, errors } = winston.format

describe('winstonObserver', () => {
  it.each([
    ['completed', 'debug', /^completed GET \/report\/17 after 812 ms/],
    [
      'client-disconnected',
      'info',
      /^client disconnected while processing GET \/report\/17 after /,
    ],
    ['timed-out', 'warn', /^timed out while processing GET/],
    ['server-closed', 'warn', /^server closed while processing GET/],
    ['failed', 'warn', /^failed while processing GET/],
  ] as const)('writes one line for an exchange that %s, at %s', (outcome, level, said) => {
    const { lines, logger } = logging()
    observerOf(logger).settled({ ...record, outcome })
    expect(lines.json).toEqual([
      { level, message: expect.stringMatching(said) as string, exchange: { ...record, outcome } },
    ])
  })

  it('says how a client left, as a person would read it', () => {
    const { lines, logger } = logging({ format: simple() })
    observerOf(logger).settled(record)
    expect(lines.all[0]).toMatch(
      /^info: client disconnected while processing GET \/report\/17 after 812 ms \(499, fin\)/,
    )
  })

  it('writes the whole record, which reads back as it was', async () => {
    const { lines, logger } = logging({ format: combine(timestamp(), json()) })
    const scene = await openScene({ detection: { observers: [winstonObserver(logger)] } })
    const settled = await scene.leave('reset')
    expect(lines.json).toHaveLength(1)
    expect(lines.json[0]?.['exchange']).toEqual(JSON.parse(JSON.stringify(settled)))
    expect(lines.json[0]?.['level']).toBe('info')
  })

  it('reads no % in a path as one of its own, with splat()', () => {
    const path = '/100%/%s/%d/%j/%o%%'
    const { lines, logger } = logging({ format: combine(splat(), json()) })
    observerOf(logger).settled({ ...record, path })
    expect(lines.json[0]?.['message']).toContain(`GET ${path} after`)
    expect(lines.json[0]?.['exchange']).toMatchObject({ path })
  })

  it('reads no % in the message of an error as one of its own', () => {
    const { lines, logger } = logging({ format: combine(splat(), errors({ stack: true }), json()) })
    observerOf(logger).error?.(new Error('100% of %s and %d'), ofApplication, context)
    expect(lines.json[0]?.['message']).toBe('Error: 100% of %s and %d')
  })

  it('writes one line for an error that quotes what a client sent', () => {
    const printf = winston.format.printf(({ level, message }) => `${level}: ${String(message)}`)
    const { lines, logger } = logging({ format: printf })
    const quoted = (() => {
      try {
        return JSON.parse('x\ninfo: forged\u001b[31m\u2028') as unknown
      } catch (error) {
        return error
      }
    })()
    observerOf(logger).error?.(quoted, ofApplication, context)
    expect(lines.all).toHaveLength(1)
    expect(lines.all[0]).toMatch(/^error: SyntaxError: .*x\\u000ainfo: forged/)
    expect(lines.all[0]?.trimEnd()).not.toMatch(/[\p{Cc}\u2028]/u)
  })

  it('keeps what a child logger adds', () => {
    const { lines, logger } = logging()
    const child = logger.child({ service: 'reports' })
    const observer = observerOf(child)
    observer.settled(record)
    observer.error?.(new Error('x'), ofApplication, context)
    expect(lines.json.map(({ service }) => service)).toEqual(['reports', 'reports'])
    expect(lines.json[0]?.['exchange']).toEqual(record)
  })

  it('keeps what the logger adds to each line', () => {
    const { lines, logger } = logging({ defaultMeta: { service: 'reports' } })
    observerOf(logger).settled(record)
    expect(lines.json[0]).toMatchObject({ service: 'reports', exchange: record })
  })

  it('writes through any format that people use', () => {
    for (const format of [simple(), winston.format.cli({ levels: winston.config.npm.levels })]) {
      const { lines, logger } = logging({ format })
      observerOf(logger).settled(record)
      expect(lines.all[0]).toContain('client disconnected')
    }
  })

  it('does not touch the record, which is frozen', () => {
    const { logger } = logging({ format: combine(splat(), errors({ stack: true }), json()) })
    const frozen = Object.freeze({ ...record })
    expect(() => {
      observerOf(logger).settled(frozen)
    }).not.toThrow()
    expect(frozen).toEqual(record)
  })
})

describe('the levels of winstonObserver', () => {
  it('may be chosen', () => {
    const { lines, logger } = logging()
    const levels = { disconnect: 'silly', timeout: 'error', completed: 'http' }
    const observer = observerOf(logger, { levels })
    observer.settled(record)
    observer.settled({ ...record, outcome: 'timed-out' })
    observer.settled({ ...record, outcome: 'completed' })
    expect(lines.json.map(({ level }) => level)).toEqual(['error', 'http'])
  })

  it('must be known to the logger', () => {
    const { logger } = logging({
      levels: { fatal: 0, error: 1, info: 2, debug: 3 },
      level: 'debug',
    })
    const { code, message } = optionErrorOf(() => winstonObserver(logger))
    expect(code).toBe('ERR_HANGUP_OPTION')
    expect(message).toBe(
      "The level of 'timeout' is 'warn', which this logger does not know " +
        '(it knows fatal, error, info, debug); set levels.timeout',
    )
  })

  it('are syslog’s for a logger that has those', () => {
    const { lines, logger } = logging({ levels: winston.config.syslog.levels, level: 'debug' })
    observerOf(logger).settled({ ...record, outcome: 'timed-out' })
    expect(lines.json[0]?.['level']).toBe('warning')
  })

  it('may be set for a logger with levels of its own', () => {
    const { lines, logger } = logging({ levels: winston.config.syslog.levels, level: 'debug' })
    const observer = observerOf(logger, { levels: { timeout: 'warning', closed: 'notice' } })
    observer.settled({ ...record, outcome: 'timed-out' })
    observer.settled({ ...record, outcome: 'server-closed' })
    expect(lines.json.map(({ level }) => level)).toEqual(['warning', 'notice'])
  })

  it.each([
    [{ disconect: 'info' }, "no option 'disconect'; did you mean 'disconnect'?"],
    [{ disconnect: 5 }, "The level of 'disconnect' is 5, which this logger does not know"],
    [{ disconnect: 'toString' }, "The level of 'disconnect' is 'toString'"],
  ])('refuses %j', (levels, said) => {
    const { logger } = logging()
    const { message } = optionErrorOf(() => winstonObserver(logger, { levels: levels as never }))
    expect(message).toContain(said)
  })

  it('cost no call where they are disabled', () => {
    const { logger, lines } = logging({ level: 'error' })
    const log = jest.spyOn(logger, 'log')
    const observer = observerOf(logger)
    for (const outcome of ['completed', 'client-disconnected', 'timed-out', 'failed'] as const) {
      observer.settled({ ...record, outcome })
    }
    expect(log).not.toHaveBeenCalled()
    expect(lines.all).toEqual([])
  })

  it('cost nothing for an error either', () => {
    const { logger } = logging({ levels: winston.config.syslog.levels, level: 'crit' })
    const log = jest.spyOn(logger, 'log')
    const stack = jest.fn(() => 'stack')
    const error = Object.defineProperty(new Error('x'), 'stack', { get: stack })
    const levels = { timeout: 'warning', closed: 'warning' }
    observerOf(logger, { levels }).error?.(error, ofApplication, context)
    expect(log).not.toHaveBeenCalled()
    expect(stack).not.toHaveBeenCalled()
  })

  it('follow a level that is changed while the process runs', () => {
    const { logger, lines } = logging({ level: 'error' })
    const observer = observerOf(logger)
    observer.settled(record)
    logger.level = 'info'
    observer.settled(record)
    expect(lines.all).toHaveLength(1)
  })
})

describe('the errors of winstonObserver', () => {
  it('are written with stack, code, verdict and exchange', () => {
    const { lines, logger } = logging()
    const error = Object.assign(new TypeError('no such table'), { code: 'SQLITE_ERROR' })
    observerOf(logger).error?.(error, ofApplication, context)
    expect(lines.json).toEqual([
      {
        level: 'error',
        message: 'TypeError: no such table',
        error: {
          name: 'TypeError',
          message: 'no such table',
          code: 'SQLITE_ERROR',
          stack: expect.stringContaining('winston.test') as string,
        },
        attribution: ofApplication,
        exchange: context,
      },
    ])
  })

  it('are written with their causes and parts', () => {
    const { lines, logger } = logging()
    const part = new Error('part', { cause: new Error('root') })
    const error = new AggregateError([part, 'text'], 'several', { cause: new Error('why') })
    observerOf(logger).error?.(error, ofApplication, context)
    expect(lines.json[0]?.['error']).toMatchObject({
      name: 'AggregateError',
      cause: { message: 'why' },
      errors: [
        { message: 'part', cause: { message: 'root' } },
        { name: 'string', message: 'text' },
      ],
    })
  })

  it.each(['client', 'timeout'] as const)('are none where they are the %s’s', (origin) => {
    const { lines, logger } = logging()
    const quiet = origin === 'client'
    observerOf(logger).error?.(new Error('x'), { origin, rule: 'x', quiet }, context)
    expect(lines.all).toEqual([])
  })

  it('are written where nobody can tell whose they are', () => {
    const { lines, logger } = logging()
    const ambiguous = { origin: 'ambiguous', rule: 'after-departure', quiet: false } as const
    observerOf(logger).error?.(new Error('x'), ambiguous, context)
    expect(lines.json[0]).toMatchObject({ level: 'error', attribution: ambiguous })
  })

  it('can be turned off', () => {
    const { logger } = logging()
    expect(winstonObserver(logger, { errors: false }).error).toBeUndefined()
    expect(optionErrorOf(() => winstonObserver(logger, { errors: 'no' as never })).message).toMatch(
      /^errors must be true or false; received 'no'/,
    )
  })

  it.each(strange)('are written for %s, as JSON that reads back', (_what, make) => {
    const { lines, logger } = logging()
    observerOf(logger).error?.(make(), ofApplication, context)
    expect(lines.json).toHaveLength(1)
    expect(lines.json[0]).toMatchObject({ level: 'error', attribution: ofApplication })
  })

  it('are written for an error with a BigInt, a symbol and a cycle of its own', () => {
    const { lines, logger } = logging()
    const error: Error & { self?: unknown } = Object.assign(new Error('odd'), {
      size: 10n,
      code: 10n,
      key: Symbol('key'),
    })
    error.self = error
    observerOf(logger).error?.(error, ofApplication, context)
    expect(lines.json[0]?.['error']).toMatchObject({ message: 'odd' })
  })
})

describe('winstonObserver on a real server', () => {
  const answer: ErrorMiddleware = (_error, _req, res, _next) => {
    res.statusCode = 500
    res.end()
  }

  it('writes an error of the application once, and the exchange that ended with it', async () => {
    const { lines, logger } = logging()
    const observers = [winstonObserver(logger)]
    const server = await startServer('express5', (app) => {
      app.use(abortDetection({ observers }))
      app.use(() => {
        throw new Error('of the handler')
      })
      app.use(errorHandler({ observers }), answer)
    })
    const answered = await fetch(`http://127.0.0.1:${String(server.port)}/a%25b?token=secret`)
    expect(answered.status).toBe(500)
    await answered.text()
    await within(2_000, 'two lines are written', lines.reach(2))
    await server.close()
    expect(lines.json.map(({ level }) => level).sort()).toEqual(['debug', 'error'])
    expect(lines.all.join()).not.toContain('secret')
  })

  it.each(['processing', 'responding'] as const)(
    'writes one line for a client that leaves in %s',
    async (phase) => {
      const { lines, logger } = logging()
      const detection: HangupOptions = { observers: [winstonObserver(logger)] }
      const handler = inPhase[phase] as (req: unknown, res: ServerResponse) => void
      const scene = await openScene({ request: get('/'), detection, handler })
      await scene.leave('reset')
      expect(lines.json).toMatchObject([{ level: 'info', exchange: { phase, status: 499 } }])
    },
  )
})
