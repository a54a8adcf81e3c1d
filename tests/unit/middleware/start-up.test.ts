import { createLogger } from 'winston'
import { winstonObserver } from '../../../src/observers/winston/index.js'
import {
  abortDetection,
  definePolicy,
  errorHandler,
  hangup,
  requestTimeout,
  wrapHandler,
  type HangupError,
} from '../../../src/index.js'
import { deferred, within } from '../../harness/deferred.js'
import type { ErrorMiddleware, Middleware } from '../../harness/http-shapes.js'
import { startServer, type RunningServer } from '../../harness/servers.js'
import { optionErrorOf } from '../support/option-error.js'

type Factory = (options: never) => unknown

const reporting: readonly [string, Factory][] = [
  ['abortDetection', abortDetection],
  ['errorHandler', errorHandler],
  ['hangup', hangup],
]

describe.each(reporting)('%s at start-up', (name, factory) => {
  const make = (options: unknown) => () => factory(options as never)

  it('takes no options, and each option that is documented', () => {
    expect(() => (factory as () => unknown)()).not.toThrow()
    const options = { observers: [{}], redactPath: (path: string) => path, address: 'none' }
    expect(make(options)).not.toThrow()
    for (const requestId of [false, [], ['x-id'], () => 'id']) {
      expect(make({ requestId })).not.toThrow()
    }
  })

  it('refuses an option it does not know, and tells which it does', () => {
    const { code, message } = optionErrorOf(make({ observer: [] }))
    expect(code).toBe('ERR_HANGUP_OPTION')
    expect(message).toContain(`${name} has no option 'observer'; did you mean 'observers'?`)
    expect(message).toMatch(/\(allowed: .*redactPath, address, requestId\)$/)
  })

  it.each([
    [{ observers: {} }, /observers must be an array of observers; received object/],
    [{ observers: [null] }, /observers must be an array of observers/],
    [{ observers: [() => undefined] }, /observers must be an array of observers/],
    [{ redactPath: '/x' }, /redactPath must be a function; received '\/x'/],
    [
      { address: 'short' },
      /address must be 'truncated' or 'full' or 'hashed' or 'none'; received 'short'/,
    ],
    [{ address: false }, /address must be .*; received false/],
    [
      { requestId: true },
      /requestId must be false, a function, or an array of header names; received true/,
    ],
    [{ requestId: ['x id'] }, /requestId must be .*header names; received 'x id' in it/],
    [{ requestId: {} }, /requestId must be .*header names; received an object/],
  ])('refuses %j', (options, said) => {
    const { code, message } = optionErrorOf(make(options))
    expect(code).toBe('ERR_HANGUP_OPTION')
    expect(message).toMatch(said)
  })

  it('is not moved by what happens to the array of observers later', () => {
    const observers: object[] = []
    expect(make({ observers })).not.toThrow()
    expect(() => observers.push({})).not.toThrow()
  })
})

describe.each([
  ['errorHandler', errorHandler as Factory],
  ['hangup', hangup as Factory],
])('the policy of %s', (_name, factory) => {
  it.each([
    [
      { timeouts: 'anser' },
      "timeouts must be 'answer' or 'next'; received 'anser'; did you mean 'answer'?",
    ],
    [{ ambiguous: 'quiet' }, "ambiguous must be 'next' or 'report'; received 'quiet'"],
    [{ ambiguous: true }, "ambiguous must be 'next' or 'report'; received true"],
  ])('refuses %j', (options, said) => {
    expect(optionErrorOf(() => factory(options as never)).message).toBe(said)
  })
})

it('abortDetection has no policy for errors', () => {
  const options = { timeouts: 'next' } as unknown as Parameters<typeof abortDetection>[0]
  expect(optionErrorOf(() => abortDetection(options)).message).toContain("no option 'timeouts'")
})

describe.each([
  ['requestTimeout', requestTimeout],
  ['the timeout of an instance', hangup().timeout],
  ['definePolicy', definePolicy],
] as [string, (limits: never) => unknown][])('%s at start-up', (_name, make) => {
  const bad = [NaN, -5, 0, Infinity, 2 ** 31, '29s', '29000', undefined, 5n, true] as never[]
  it.each(bad)('refuses %p', (ms) => {
    const { code, message } = optionErrorOf(() => make(ms))
    expect(code).toBe('ERR_HANGUP_OPTION')
    expect(message).toMatch(/^requestTimeout must be a number of milliseconds from 1 to 2147483647/)
  })

  it.each([
    [null, /^The options of requestTimeout must be an object; received null/],
    [{ ms: 5 }, /^requestTimeout has no option 'ms' \(allowed: responseMs, totalMs, /],
    [{ reponseMs: 5 }, /did you mean 'responseMs'\?/],
    [{ responseMs: '5s' }, /^responseMs must be a number of milliseconds .*; received '5s'/],
    [{ totalMs: NaN }, /^totalMs must be a number of milliseconds .*; received NaN/],
    [{ receiveMs: -1 }, /^receiveMs must be a number of milliseconds .*; received -1/],
    [{ idleMs: Infinity }, /^idleMs must be a number of milliseconds .*; received Infinity/],
    [{ responseMs: 5, status: 500 }, /^status must be 503 or 504; received 500/],
    [{ responseMs: 5, graceMs: 'x' }, /^graceMs must be a number/],
    [{ responseMs: 5, offWhileDebugging: 1 }, /^offWhileDebugging must be /],
    [{ minSendRate: 'fast' }, /^minSendRate must be /],
    [{ minReceiveRate: -1 }, /^minReceiveRate must be /],
    [{ minReceiveRate: { bytesPerSecond: NaN, graceMs: 1 } }, /minReceiveRate/],
    [{}, /^requestTimeout needs at least one limit/],
    [{ graceMs: 50 }, /^requestTimeout needs at least one limit/],
    [{ totalMs: 5, responseMs: 10 }, /^totalMs \(5\) must not be less than responseMs \(10\)/],
  ] as [never, RegExp][])('refuses %j', (limits, said) => {
    const { code, message } = optionErrorOf(() => make(limits))
    expect(code).toBe('ERR_HANGUP_OPTION')
    expect(message).toMatch(said)
  })
})

describe('wrapHandler at start-up', () => {
  it.each([undefined, null, 'handler', {}])('refuses %p', (handler) => {
    const { message } = optionErrorOf(() => wrapHandler(handler as never))
    expect(message).toMatch(/^wrapHandler must be a function; received /)
  })
})

describe('winstonObserver at start-up', () => {
  it('refuses options it does not know', () => {
    const options = { level: {} } as never
    expect(
      optionErrorOf(() => winstonObserver(createLogger({ silent: true }), options)).message,
    ).toBe(
      "winstonObserver has no option 'level'; did you mean 'levels'? (allowed: errors, levels, levelOf, sampleRate, slowMs, rateLimit)",
    )
  })
})

describe.each(['express5', 'express4', 'connect'] as const)('a factory on %s', (kind) => {
  let server: RunningServer
  afterEach(() => server.close())

  it.each([
    ['abortDetection', abortDetection],
    ['errorHandler', errorHandler],
    ['requestTimeout', requestTimeout],
    ['hangup', hangup],
  ] as [string, unknown][])('says so when %s is mounted itself', async (name, factory) => {
    const caught = deferred<HangupError>()
    const onError: ErrorMiddleware = (error, _req, res, _next) => {
      caught.resolve(error as HangupError)
      res.end()
    }
    server = await startServer(kind, (app) => {
      app.use(factory as Middleware)
      app.use(onError)
    })
    await fetch(`http://127.0.0.1:${String(server.port)}/reset?token=secret`)
    const { code, message } = await within(2_000, 'the error handler is called', caught.promise)
    expect(code).toBe('ERR_HANGUP_NOT_CALLED')
    expect(message).toContain(`${name} was given a request; mount what it returns`)
    expect(message).not.toContain('secret')
  })
})
