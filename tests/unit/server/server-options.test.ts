import { createServer } from 'node:http'
import { behindNames } from '../../../src/server/presets.js'
import { serverOptions, type ServerLimitOptions } from '../../../src/server/server-options.js'

test('without options are those of Node, looked at more often', () => {
  const { keepAliveTimeout, headersTimeout, requestTimeout } = createServer()
  expect(serverOptions()).toEqual({
    keepAliveTimeout,
    headersTimeout,
    requestTimeout,
    connectionsCheckingInterval: 6_000,
  })
})

test.each(behindNames)('behind %s are taken by Node as they are', (behind) => {
  const limits = serverOptions({ behind })
  expect(createServer(limits)).toMatchObject(limits)
})

test('behind an AWS ALB keep an idle connection longer than its 60 s', () => {
  expect(serverOptions({ behind: 'aws-alb' })).toMatchObject({ keepAliveTimeout: 65_000 })
})

test('of one’s own win over the preset', () => {
  const own = { behind: 'heroku', keepAliveTimeoutMs: 120_000, requestTimeoutMs: 10_000 } as const
  expect(serverOptions(own)).toEqual({
    keepAliveTimeout: 120_000,
    headersTimeout: 10_000,
    requestTimeout: 10_000,
    connectionsCheckingInterval: 1_000,
  })
})

test.each<[ServerLimitOptions, number]>([
  [{ headersTimeoutMs: 5_000 }, 500],
  [{ headersTimeoutMs: 100 }, 50],
  [{ headersTimeoutMs: 0, requestTimeoutMs: 0 }, 30_000],
  [{ headersTimeoutMs: 0, requestTimeoutMs: 2_000 }, 200],
  [{ headersTimeoutMs: 5_000, connectionsCheckingIntervalMs: 77 }, 77],
])('%j are looked at every %i ms', (options, interval) => {
  expect(serverOptions(options).connectionsCheckingInterval).toBe(interval)
})

test.each<[unknown, RegExp]>([
  [{ behnd: 'nginx' }, /serverOptions has no option 'behnd'; did you mean 'behind'\?/],
  [{ behind: 'ngnix' }, /received 'ngnix'; did you mean 'nginx'\?/],
  [{ keepAliveTimeoutMs: '65s' }, /keepAliveTimeoutMs must be a number of milliseconds/],
  [{ requestTimeoutMs: -1 }, /requestTimeoutMs must be a number of milliseconds/],
  [{ requestTimeoutMs: NaN }, /requestTimeoutMs must be a number of milliseconds/],
  [{ connectionsCheckingIntervalMs: 0 }, /connectionsCheckingIntervalMs must be a number/],
  [
    { headersTimeoutMs: 20_000, requestTimeoutMs: 10_000 },
    /headersTimeoutMs must be at most requestTimeoutMs, 10000; received 20000/,
  ],
  ['nginx', /The options of serverOptions must be an object/],
])('%j are refused', (options, said) => {
  expect(() => serverOptions(options as never)).toThrow(
    expect.objectContaining({
      code: 'ERR_HANGUP_OPTION',
      message: expect.stringMatching(said) as string,
    }) as Error,
  )
})
