import { createServer } from 'node:http'
import http2 from 'node:http2'
import {
  auditTimeouts,
  type AuditTimeoutsOptions,
  type ServerTimeouts,
  type TimeoutRule,
} from '../../../src/server/audit-timeouts/index.js'
import { behindNames } from '../../../src/server/presets.js'
import { serverOptions } from '../../../src/server/server-options.js'

interface Row {
  readonly server?: ServerTimeouts
  readonly options?: AuditTimeoutsOptions
}

function find(rule: TimeoutRule, { server = {}, options = {} }: Row) {
  return auditTimeouts(server, options).find((finding) => finding.rule === rule)
}

/** Each rule: what is wrong, what it says of that, and the same put right. */
const rules: ReadonlyArray<{
  readonly rule: TimeoutRule
  readonly wrong: Row
  readonly says: Readonly<Record<string, unknown>>
  readonly right: Row
}> = [
  {
    rule: 'keep-alive-too-short',
    wrong: { options: { behind: 'aws-alb' } },
    says: {
      level: 'fault',
      setting: 'server.keepAliveTimeout',
      valueMs: 5_000,
      against: 'AWS ALB idle_timeout.timeout_seconds',
      againstMs: 60_000,
      effect: expect.stringContaining('the client gets a 502') as string,
      fix: 'server.keepAliveTimeout = 65_000',
      source: expect.stringMatching(/^https:/) as string,
      confidence: 'official-doc',
    },
    right: { server: { keepAliveTimeout: 65_000 }, options: { behind: 'aws-alb' } },
  },
  {
    rule: 'keep-alive-too-short',
    wrong: {
      server: { keepAliveTimeout: 65_000 },
      options: { behind: { preset: 'aws-alb', idleMs: 120_000 } },
    },
    says: { againstMs: 120_000, source: 'given', fix: 'server.keepAliveTimeout = 125_000' },
    right: {
      server: { keepAliveTimeout: 125_000 },
      options: { behind: { preset: 'aws-alb', idleMs: 120_000 } },
    },
  },
  {
    rule: 'keep-alive-too-short',
    wrong: { options: { behind: { name: 'our proxy', keepAliveMs: 30_000 } } },
    says: { against: 'keepAliveMs of our proxy', againstMs: 30_000, confidence: null },
    // Node never closes an idle connection where it is 0.
    right: {
      server: { keepAliveTimeout: 0 },
      options: { behind: { name: 'our proxy', keepAliveMs: 30_000 } },
    },
  },
  {
    rule: 'keep-alive-too-short',
    wrong: { options: { behind: ['cloudflare', 'nginx'] } },
    says: { against: 'nginx keepalive_timeout (upstream)' },
    // Only what is directly in front holds connections to the server.
    right: {
      server: { keepAliveTimeout: 65_000 },
      options: { behind: ['cloudflare', 'nginx'] },
    },
  },
  {
    rule: 'keep-alive-by-the-buffer',
    wrong: { options: { behind: 'cloudfront' } },
    says: { level: 'notice', valueMs: 5_000, againstMs: 5_000 },
    right: { server: { keepAliveTimeout: 10_000 }, options: { behind: 'cloudfront' } },
  },
  {
    rule: 'keep-alive-by-the-buffer',
    wrong: {
      server: { keepAliveTimeout: 60_000, keepAliveTimeoutBuffer: 3_000 },
      options: { behind: 'nginx' },
    },
    says: { effect: expect.stringContaining('3 s, is in between') as string },
    // Without any buffer it is a fault, and another rule's.
    right: {
      server: { keepAliveTimeout: 60_000, keepAliveTimeoutBuffer: 0 },
      options: { behind: 'nginx' },
    },
  },
  {
    rule: 'keep-alive-too-long',
    wrong: { server: { keepAliveTimeout: 600_000 }, options: { behind: 'aws-nlb' } },
    says: { level: 'fault', againstMs: 350_000, fix: 'server.keepAliveTimeout = 344_000' },
    right: { server: { keepAliveTimeout: 344_000 }, options: { behind: 'aws-nlb' } },
  },
  {
    rule: 'keep-alive-too-long',
    wrong: { server: { keepAliveTimeout: 0 }, options: { behind: 'azure-load-balancer' } },
    says: { valueMs: null },
    right: { options: { behind: 'azure-load-balancer' } },
  },
  {
    rule: 'keep-alive-unknown',
    wrong: { options: { behind: 'haproxy' } },
    says: { level: 'notice', againstMs: null, fix: 'server.keepAliveTimeout = 65_000' },
    right: { options: { behind: { preset: 'haproxy', keepAliveMs: 1_000 } } },
  },
  {
    rule: 'no-request-limit',
    wrong: { options: { behind: 'aws-alb' } },
    says: {
      level: 'fault',
      setting: 'requestTimeout',
      valueMs: null,
      effect: expect.stringMatching(/gets a 504.*\(499\)/) as string,
      fix: 'app.use(requestTimeout(55_000))',
    },
    right: { options: { behind: 'aws-alb', requestTimeoutMs: 55_000 } },
  },
  {
    rule: 'no-request-limit',
    wrong: {},
    says: { level: 'notice', againstMs: null },
    right: { options: { requestTimeoutMs: 29_000 } },
  },
  {
    rule: 'no-request-limit',
    wrong: { options: { behind: 'heroku', requestTimeoutMs: { idleMs: 20_000 } } },
    says: { setting: 'requestTimeout responseMs', againstMs: 30_000 },
    right: { options: { behind: 'heroku', requestTimeoutMs: { totalMs: 20_000 } } },
  },
  {
    rule: 'request-limit-above-front',
    wrong: { options: { behind: 'aws-alb', requestTimeoutMs: 60_000 } },
    says: {
      level: 'fault',
      setting: 'requestTimeout responseMs',
      valueMs: 60_000,
      againstMs: 60_000,
      effect: expect.stringContaining('gives up after 60 s: the client gets a 504') as string,
      fix: 'app.use(requestTimeout(55_000))',
    },
    right: { options: { behind: 'aws-alb', requestTimeoutMs: 59_000 } },
  },
  {
    rule: 'request-limit-above-front',
    wrong: {
      options: { behind: 'aws-alb', requestTimeoutMs: { responseMs: 59_000, idleMs: 61_000 } },
    },
    says: {
      setting: 'requestTimeout idleMs',
      effect: expect.stringContaining('half of it') as string,
    },
    right: {
      options: { behind: 'aws-alb', requestTimeoutMs: { responseMs: 59_000, idleMs: 59_000 } },
    },
  },
  {
    rule: 'request-limit-above-front',
    wrong: {
      options: { behind: 'nginx', requestTimeoutMs: { responseMs: 55_000, graceMs: 6_000 } },
    },
    says: {
      setting: 'requestTimeout responseMs and graceMs',
      fix: 'app.use(requestTimeout({ responseMs: 49_000, idleMs: 49_000, graceMs: 6_000 }))',
    },
    right: {
      options: { behind: 'nginx', requestTimeoutMs: { responseMs: 55_000, graceMs: 1_000 } },
    },
  },
  {
    rule: 'request-limit-above-front',
    wrong: {
      options: { behind: 'gcp', requestTimeoutMs: { responseMs: 20_000, totalMs: 40_000 } },
    },
    says: {
      setting: 'requestTimeout totalMs',
      fix: 'app.use(requestTimeout({ responseMs: 29_000, idleMs: 29_000, totalMs: 29_000 }))',
      effect: expect.stringContaining('a 502') as string,
    },
    right: {
      options: { behind: 'gcp', requestTimeoutMs: { responseMs: 20_000, totalMs: 29_000 } },
    },
  },
  {
    rule: 'request-limit-above-front',
    wrong: { options: { behind: ['fastly', 'nginx'], requestTimeoutMs: 55_000 } },
    says: { against: 'Fastly first_byte_timeout' },
    right: { options: { behind: ['fastly', 'nginx'], requestTimeoutMs: 14_000 } },
  },
  {
    rule: 'pauses-unlimited',
    wrong: { options: { behind: 'nginx', requestTimeoutMs: { responseMs: 20_000 } } },
    says: { level: 'notice', setting: 'requestTimeout idleMs', againstMs: 60_000 },
    right: { options: { behind: 'nginx', requestTimeoutMs: 20_000 } },
  },
  {
    rule: 'answers-unlimited',
    wrong: { options: { behind: 'gcp', requestTimeoutMs: 20_000 } },
    says: { level: 'notice', setting: 'requestTimeout totalMs', againstMs: 30_000 },
    right: {
      options: { behind: 'gcp', requestTimeoutMs: { responseMs: 20_000, totalMs: 29_000 } },
    },
  },
  {
    rule: 'uploads-cut',
    wrong: { options: { longestUploadMs: 600_000 } },
    says: {
      level: 'fault',
      setting: 'server.requestTimeout',
      valueMs: 300_000,
      againstMs: 600_000,
      effect: expect.stringContaining('408') as string,
      fix: 'server.requestTimeout = 605_000',
    },
    right: { server: { requestTimeout: 605_000 }, options: { longestUploadMs: 600_000 } },
  },
  {
    rule: 'uploads-cut',
    wrong: { options: { requestTimeoutMs: { receiveMs: 300_000 } } },
    says: { level: 'fault', against: 'requestTimeout receiveMs' },
    right: { options: { requestTimeoutMs: { receiveMs: 240_000 } } },
  },
  {
    rule: 'uploads-cut',
    wrong: {},
    says: { level: 'notice', againstMs: null },
    right: { options: { longestUploadMs: 0 } },
  },
  {
    rule: 'uploads-cut',
    wrong: { server: { requestTimeout: 60_000 }, options: { longestUploadMs: 60_000 } },
    says: { valueMs: 60_000 },
    right: { server: { requestTimeout: 0 }, options: { longestUploadMs: 60_000 } },
  },
  {
    rule: 'headers-limit-unused',
    wrong: { server: { headersTimeout: 60_000, requestTimeout: 30_000 } },
    says: { level: 'notice', fix: 'server.headersTimeout = 30_000' },
    right: { server: { requestTimeout: 30_000 } },
  },
  {
    rule: 'headers-unlimited',
    wrong: { server: { headersTimeout: 0, requestTimeout: 0 } },
    says: { level: 'fault', fix: 'server.headersTimeout = 60_000' },
    right: { server: { headersTimeout: 60_000, requestTimeout: 0 } },
  },
  {
    rule: 'checked-too-rarely',
    wrong: { server: { headersTimeout: 5_000 } },
    says: {
      level: 'fault',
      setting: 'connectionsCheckingInterval',
      valueMs: 30_000,
      against: 'server.headersTimeout',
      effect: expect.stringContaining('only after 35 s') as string,
      fix: 'createServer({ connectionsCheckingInterval: 500 }, app)',
    },
    right: { server: { headersTimeout: 5_000, connectionsCheckingInterval: 500 } },
  },
  {
    rule: 'checked-too-rarely',
    wrong: { server: { requestTimeout: 20_000 } },
    // The header of a request has no more time than the request.
    says: { againstMs: 20_000 },
    right: {},
  },
  {
    rule: 'socket-timeout-first',
    wrong: { server: { timeout: 20_000 }, options: { behind: 'nginx', requestTimeoutMs: 29_000 } },
    says: {
      level: 'fault',
      setting: 'server.timeout',
      effect: expect.stringContaining('a 502') as string,
      fix: 'server.timeout = 0',
    },
    right: { server: { timeout: 120_000 }, options: { behind: 'nginx', requestTimeoutMs: 29_000 } },
  },
  {
    rule: 'upstream-unlimited',
    wrong: { options: { upstreamTimeoutsMs: { postgres: null } } },
    says: {
      level: 'fault',
      setting: 'the limit of postgres',
      fix: 'new Pool({ statement_timeout: 9_000 })',
    },
    right: { options: { upstreamTimeoutsMs: { postgres: 5_000 } } },
  },
  {
    rule: 'upstream-above-request-limit',
    wrong: {
      options: { requestTimeoutMs: 29_000, upstreamTimeoutsMs: { 'reports.internal': 29_000 } },
    },
    says: {
      level: 'fault',
      valueMs: 29_000,
      againstMs: 29_000,
      effect: expect.stringContaining('503 after 29 s') as string,
      fix: expect.stringContaining('AbortSignal.timeout(28_000)') as string,
    },
    right: {
      options: { requestTimeoutMs: 29_000, upstreamTimeoutsMs: { 'reports.internal': 28_000 } },
    },
  },
  {
    rule: 'client-first',
    wrong: { options: { clientTimeoutMs: 10_000, requestTimeoutMs: 29_000 } },
    says: {
      level: 'fault',
      valueMs: 10_000,
      againstMs: 29_000,
      effect: expect.stringContaining('(499)') as string,
      fix: 'fetch(url, { signal: AbortSignal.timeout(34_000) })',
    },
    right: { options: { clientTimeoutMs: 30_000, requestTimeoutMs: 29_000 } },
  },
  {
    rule: 'client-first',
    wrong: { options: { behind: 'aws-alb', clientTimeoutMs: 58_000, requestTimeoutMs: 55_000 } },
    says: { level: 'notice', againstMs: 60_000 },
    right: { options: { behind: 'aws-alb', clientTimeoutMs: 65_000, requestTimeoutMs: 55_000 } },
  },
  {
    rule: 'fronts-out-of-order',
    wrong: { options: { behind: ['cloudfront', 'aws-alb'] } },
    says: {
      level: 'notice',
      setting: 'AWS CloudFront origin response timeout',
      valueMs: 30_000,
      againstMs: 60_000,
    },
    right: { options: { behind: ['cloudflare', 'aws-alb'] } },
  },
]

describe.each(rules)('$rule', ({ rule, wrong, says, right }) => {
  test(`is found in ${JSON.stringify(wrong)}`, () => {
    expect(find(rule, wrong)).toMatchObject({ rule, ...says })
  })

  test(`is not found in ${JSON.stringify(right)}`, () => {
    expect(find(rule, right)).toBeUndefined()
  })
})

test('every rule is looked at here', () => {
  const names: Record<TimeoutRule, true> = {
    'keep-alive-too-short': true,
    'keep-alive-too-long': true,
    'keep-alive-by-the-buffer': true,
    'keep-alive-unknown': true,
    'no-request-limit': true,
    'request-limit-above-front': true,
    'pauses-unlimited': true,
    'answers-unlimited': true,
    'uploads-cut': true,
    'headers-limit-unused': true,
    'headers-unlimited': true,
    'checked-too-rarely': true,
    'socket-timeout-first': true,
    'upstream-unlimited': true,
    'upstream-above-request-limit': true,
    'client-first': true,
    'fronts-out-of-order': true,
  }
  expect(new Set(rules.map(({ rule }) => rule))).toEqual(new Set(Object.keys(names)))
})

describe('a whole setup', () => {
  test('in which all is in order has no findings', () => {
    const server = createServer(serverOptions({ behind: 'aws-alb' }))
    expect(
      auditTimeouts(server, {
        behind: 'aws-alb',
        requestTimeoutMs: 55_000,
        upstreamTimeoutsMs: { postgres: 30_000, 'reports.internal': 20_000 },
        clientTimeoutMs: 90_000,
        longestUploadMs: 600_000,
      }),
    ).toEqual([])
  })

  test('of Node’s defaults behind a balancer has faults first, then notices', () => {
    const levels = auditTimeouts(createServer(), { behind: 'aws-alb' }).map(({ level }) => level)
    expect(levels).toEqual(['fault', 'fault', 'notice'])
  })

  test.each(behindNames)(
    'with what serverOptions says behind %s has no fault of the server',
    (behind) => {
      const findings = auditTimeouts(createServer(serverOptions({ behind })), { behind })
      expect(findings.filter(({ setting }) => setting.startsWith('server.'))).toEqual(
        findings.filter(({ rule, level }) => rule === 'uploads-cut' && level === 'notice'),
      )
      expect(findings.map(({ rule }) => rule)).not.toContain('checked-too-rarely')
    },
  )

  test('of an HTTP/2 server is not blamed for limits that it does not have', () => {
    const server = http2.createServer()
    expect(auditTimeouts(server, { behind: 'nginx', requestTimeoutMs: 29_000 })).toEqual([])
  })
})

describe('what cannot be audited', () => {
  test.each<[unknown, unknown, RegExp]>([
    [undefined, {}, /needs a server or its limits; received undefined/],
    [null, {}, /received null/],
    [{ keepAliveTimout: 1 }, {}, /server has no option 'keepAliveTimout'; did you mean/],
    [{ keepAliveTimeout: '5s' }, {}, /server\.keepAliveTimeout must be a number/],
    [{}, { behind: 'aws-abl' }, /did you mean 'aws-alb'\?/],
    [{}, { behind: ['nginx', 'haporxy'] }, /did you mean 'haproxy'\?/],
    [{}, { behind: { preset: 'ngnix' } }, /did you mean 'nginx'\?/],
    [{}, { behind: { idelMs: 1 } }, /behind has no option 'idelMs'; did you mean 'idleMs'/],
    [{}, { behind: { idleMs: -1 } }, /behind\.idleMs must be a number/],
    [{}, { behind: null }, /behind/],
    [{}, { requestTimeoutMs: '29s' }, /requestTimeoutMs must be a number/],
    [{}, { requestTimeoutMs: { respnseMs: 1 } }, /did you mean 'responseMs'/],
    [{}, { upstreamTimeoutsMs: { pg: 'x' } }, /upstreamTimeoutsMs\.pg must be a number/],
    [{}, { upstreamTimeoutsMs: [1] }, /The options of upstreamTimeoutsMs must be an object/],
    [{}, { upstreamTimeoutsMs: null }, /The options of upstreamTimeoutsMs must be an object/],
    [{}, { clientTimeoutMs: NaN }, /clientTimeoutMs must be a number/],
    [{}, { longestUploadMs: -5 }, /longestUploadMs must be a number/],
    [{}, { behnd: 'nginx' }, /auditTimeouts has no option 'behnd'; did you mean 'behind'/],
    [{}, null, /The options of auditTimeouts must be an object/],
  ])('%j with %j is refused', (server, options, said) => {
    expect(() => auditTimeouts(server as never, options as never)).toThrow(
      expect.objectContaining({
        code: 'ERR_HANGUP_OPTION',
        message: expect.stringMatching(said) as string,
      }) as Error,
    )
  })
})
