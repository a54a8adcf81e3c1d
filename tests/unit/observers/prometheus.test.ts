import type { ServerResponse } from 'node:http'
import express from 'express'
import {
  Counter,
  register as globalRegister,
  Registry,
  type OpenMetricsContentType,
} from 'prom-client'
import {
  abortDetection,
  errorHandler,
  type ExchangeRecord,
  type Observer,
} from '../../../src/index.js'
import { knownLimits } from '../../../src/known-limits/index.js'
import { commonLimitsMs } from '../../../src/observers/prometheus/buckets.js'
import { definitions } from '../../../src/observers/prometheus/definitions.js'
import {
  prometheusObserver,
  type MetricRegister,
  type PrometheusObserverOptions,
} from '../../../src/observers/prometheus/index.js'
import { within } from '../../harness/deferred.js'
import { startServer } from '../../harness/servers.js'
import { turns } from '../../harness/turns.js'
import { optionErrorOf } from '../support/option-error.js'
import { endScenes, get, inPhase, openScene } from '../support/scene.js'
import { series, seriesOf, type Labels } from './exposition.js'

afterEach(async () => {
  await endScenes()
  globalRegister.clear()
})

const completed: ExchangeRecord = {
  v: 1,
  id: 'run-1',
  time: '2026-01-01T00:00:00.000Z',
  method: 'GET',
  route: '/report/:id',
  path: '/report/17',
  httpVersion: '1.1',
  outcome: 'completed',
  phase: 'done',
  closure: 'none',
  cause: null,
  statusSent: 200,
  status: 200,
  ageMs: 20,
  firstByteMs: 20,
  idleMs: 0,
  bytesIn: 100,
  bytesOut: 200,
  timeoutMs: null,
  connection: { id: 1, request: 1, ageMs: 20 },
  client: { address: null, agent: 'none', via: [] },
}

function observing(options: Omit<PrometheusObserverOptions, 'register'> = {}) {
  const register = new Registry()
  const observer = prometheusObserver({ register, ...options })
  return { register, observer }
}

function left(ageMs: number, route = '/report/:id'): ExchangeRecord {
  return {
    ...completed,
    route,
    outcome: 'client-disconnected',
    phase: 'processing',
    closure: 'fin',
    cause: { origin: 'client', rule: 'peer-closed' },
    statusSent: null,
    status: 499,
    ageMs,
  }
}

describe('prometheusObserver at start-up', () => {
  it.each<[string, unknown, string]>([
    ['a misspelt option', { registry: new Registry() }, "did you mean 'register'?"],
    ['no registry', { register: {} }, 'register must be a Registry of prom-client'],
    ['a registry that is null', { register: null }, 'register must be a Registry of prom-client'],
    ['no route at all', { maxRoutes: 0 }, 'maxRoutes must be a whole number'],
    ['half a route', { maxRoutes: 1.5 }, 'maxRoutes must be a whole number'],
    ['limits that are no array', { limitsMs: 30_000 }, 'limitsMs must be an array'],
    ['a limit that is a string', { limitsMs: ['30s'] }, 'limitsMs[0] must be a number'],
  ])('refuses %s', (_what, options, message) => {
    const error = optionErrorOf(() => prometheusObserver(options as PrometheusObserverOptions))
    expect(error).toMatchObject({ code: 'ERR_HANGUP_OPTION' })
    expect(error.message).toContain(message)
  })

  it('takes the registry of prom-client itself where none is given', () => {
    prometheusObserver()
    expect(globalRegister.getSingleMetric('http_server_exchanges_total')).toBeDefined()
  })

  it('gives a registry one observer, so that one mounted twice counts once', async () => {
    const register = new Registry()
    const first = prometheusObserver({ register })
    const second = prometheusObserver({ register })
    expect(second).toBe(first)
    const app = express()
    app.use(abortDetection({ observers: [first] }), abortDetection({ observers: [second] }))
    await served(app, ['/'])
    expect(await total(register)).toBe(1)
  })

  it('begins anew on a registry that was cleared', async () => {
    const register = new Registry()
    prometheusObserver({ register }).settled(completed)
    register.clear()
    prometheusObserver({ register }).settled(completed)
    expect(await total(register)).toBe(1)
  })

  it('refuses a registry that has a metric of that name, and leaves nothing on it', () => {
    const register = new Registry()
    new Counter({ name: 'http_server_errors_total', help: 'Mine.', registers: [register] })
    const error = optionErrorOf(() => prometheusObserver({ register }))
    expect(error.message).toContain("a metric 'http_server_errors_total' already")
    expect(register.getMetricsAsArray()).toHaveLength(1)
  })

  it('counts apart on each registry', async () => {
    const one = observing()
    const other = observing()
    one.observer.settled(completed)
    expect([await total(one.register), await total(other.register)]).toEqual([1, 0])
  })
})

describe('what prometheusObserver counts', () => {
  it('is each settled exchange, by method, route, outcome and phase', async () => {
    const { register, observer } = observing()
    observer.settled(completed)
    observer.settled(completed)
    observer.settled(left(60_000))
    expect(await risen(register, 'http_server_exchanges_total')).toEqual([
      [{ method: 'GET', route: '/report/:id', outcome: 'completed', phase: 'done' }, 2],
      [
        {
          method: 'GET',
          route: '/report/:id',
          outcome: 'client-disconnected',
          phase: 'processing',
        },
        1,
      ],
    ])
  })

  it('begins at zero for what is common, so that a first one is a rise', async () => {
    const { register, observer } = observing()
    observer.settled({ ...completed, outcome: 'failed', phase: 'responding' })
    const zeros = (await seriesOf(register, 'http_server_exchanges_total')).filter(
      ([, value]) => value === 0,
    )
    expect(zeros.map(([{ outcome, phase }]) => `${outcome} ${phase}`)).toEqual([
      'completed done',
      'client-disconnected processing',
      'client-disconnected responding',
      'timed-out processing',
    ])
    expect(await seriesOf(register, 'http_server_wasted_handler_seconds_total')).toEqual([
      [{ route: '/report/:id' }, 0],
    ])
    expect(await seriesOf(register, 'http_server_errors_total')).toEqual([
      [{ route: '/report/:id', origin: 'ambiguous' }, 0],
    ])
  })

  it('is their duration in seconds, by method, route and outcome', async () => {
    const { register, observer } = observing()
    observer.settled(completed)
    observer.settled({ ...completed, ageMs: 180 })
    const of = async (name: string): Promise<unknown> =>
      (await seriesOf(register, `http_server_exchange_duration_seconds_${name}`)).map(
        ([labels, value]) => [labels['outcome'], Math.round(value * 1e6) / 1e6],
      )
    expect(await of('sum')).toEqual([['completed', 0.2]])
    expect(await of('count')).toEqual([['completed', 2]])
  })

  it.each(commonLimitsMs)(
    'is a client that left at a limit of %d ms, by itself',
    async (limitMs) => {
      const { register, observer } = observing()
      for (const ageMs of [limitMs - 20, limitMs, limitMs + 100]) observer.settled(left(ageMs))
      for (const ageMs of [limitMs * 0.93, limitMs * 1.07]) observer.settled(left(ageMs, '/others'))
      expect(await fullest(register, '/report/:id')).toMatchObject({ count: 3, of: 3 })
      const { le } = await fullest(register, '/report/:id')
      expect(await inBucket(register, '/others', le)).toBe(0)
    },
  )

  it('takes limits of your own', async () => {
    const { register, observer } = observing({ limitsMs: [45_000] })
    for (const ageMs of [44_600, 45_400, 46_000]) observer.settled(left(ageMs))
    expect(await fullest(register, '/report/:id')).toEqual({ le: '45.5', count: 2, of: 3 })
  })

  it('has no age for what completed', async () => {
    const { register, observer } = observing()
    observer.settled(completed)
    expect(await seriesOf(register, 'http_server_disconnect_age_seconds_count')).toEqual([])
  })

  it('is time that was worked for nobody, in seconds', async () => {
    const { register, observer } = observing()
    observer.late({ id: 'run-1', route: '/slow', overrunMs: 1_500, what: 'end' })
    observer.late({ id: 'run-2', route: '/slow', overrunMs: 500, what: 'write' })
    expect(await seriesOf(register, 'http_server_wasted_handler_seconds_total')).toEqual([
      [{ route: '/slow' }, 2],
    ])
  })

  it('is each error, by whose it is', async () => {
    const { register, observer } = observing()
    const context = { id: 'run-1', route: '/slow', phase: 'processing' } as const
    observer.error(new Error('x'), { origin: 'ambiguous', rule: 'x', quiet: false }, context)
    observer.error(new Error('x'), { origin: 'client', rule: 'x', quiet: true }, context)
    expect(await seriesOf(register, 'http_server_errors_total')).toEqual([
      [{ route: '/slow', origin: 'ambiguous' }, 1],
      [{ route: '/slow', origin: 'client' }, 1],
    ])
  })

  it('is what happens on connections, whose codes are capped', async () => {
    const { register, observer } = observing()
    observer.connection({ kind: 'client-error', code: 'HPE_INVALID_METHOD', closure: 'none' })
    observer.connection({ kind: 'tls-error', code: 'what a client "said"\n', closure: 'rst' })
    for (let i = 0; i < 100; i++) {
      observer.connection({ kind: 'tls-error', code: `ERR_${i}`, closure: 'rst' })
    }
    const counted = await seriesOf(register, 'http_server_connection_events_total')
    expect(counted[0]).toEqual([
      { kind: 'client-error', code: 'HPE_INVALID_METHOD', closure: 'none' },
      1,
    ])
    expect(counted).toHaveLength(51)
    expect(counted.find(([{ code }]) => code === '(other)')?.[1]).toBe(52)
  })

  it('is sessions that were swept, once a sweep is done; one that does not know how many adds none', async () => {
    const { register, observer } = observing()
    for (const removed of [0, null, NaN, -1, 2]) observer.countSweep({ removed })
    for (const done of [false, false, true]) observer.countSweep({ removed: 3, done })
    expect(await seriesOf(register, 'http_server_sessions_swept_total')).toEqual([[{}, 5]])
  })

  it('is the same on a registry that speaks OpenMetrics', async () => {
    const register = new Registry<OpenMetricsContentType>()
    register.setContentType(Registry.OPENMETRICS_CONTENT_TYPE)
    const observer = prometheusObserver({ register })
    observer.settled(completed)
    await register.metrics()
    expect(prometheusObserver({ register })).toBe(observer)
    expect(await total(register)).toBe(1)
  })
})

describe('a registry with the metrics of prometheusObserver', () => {
  it('tells them as JSON, as it does its own', async () => {
    const { register, observer } = observing()
    observer.settled(completed)
    const [exchanges, duration] = await register.getMetricsAsJSON()
    const labels = { method: 'GET', route: '/report/:id', outcome: 'completed' }
    expect(exchanges).toMatchObject({ type: 'counter', aggregator: 'sum' })
    expect(exchanges?.values[0]).toEqual({ labels: { ...labels, phase: 'done' }, value: 1 })
    expect(duration?.values).toHaveLength(17)
    expect(duration?.values.at(-1)).toMatchObject({ labels, value: 1 })
  })

  it('adds labels of its own, and merges with another', async () => {
    const { register, observer } = observing()
    register.setDefaultLabels({ app: 'shop' })
    observer.settled(completed)
    expect(await register.getSingleMetricAsString('http_server_exchanges_total')).toContain(
      'phase="done",app="shop"} 1',
    )
    const others = new Registry()
    new Counter({ name: 'others_total', help: 'Others.', registers: [others] })
    expect(await total(Registry.merge([others, register]))).toBe(1)
  })

  it('sets them to zero, from where they go on', async () => {
    const { register, observer } = observing()
    observer.settled(left(30_000))
    register.resetMetrics()
    expect(await total(register)).toBe(0)
    expect(await seriesOf(register, 'http_server_disconnect_age_seconds_count')).toEqual([])
    observer.settled(left(30_000))
    expect(await total(register)).toBe(1)
  })

  it('has one series where two routes share a label', async () => {
    const { register, observer } = observing()
    const long = `/${'a'.repeat(300)}`
    for (const route of [`${long}/b`, `${long}/c`]) observer.settled({ ...completed, route })
    expect(await risen(register, 'http_server_exchanges_total')).toMatchObject([[{}, 2]])
  })
})

describe('the labels of prometheusObserver', () => {
  it('are taken from maxRoutes routes; the others share one, and the unmatched have theirs', async () => {
    const { register, observer } = observing({ maxRoutes: 2 })
    for (const route of ['/a', '/b', '/c', '/d', null, '/a', '/c']) {
      observer.settled({ ...completed, route })
    }
    expect(await routesOf(register)).toEqual({ '/a': 2, '/b': 1, '(other)': 3, '(unmatched)': 1 })
  })

  it('know the methods of HTTP; what a client makes up is _OTHER', async () => {
    const { register, observer } = observing()
    for (const method of ['GET', 'get', 'PROPFIND', 'constructor', '']) {
      observer.settled({ ...completed, method })
    }
    const counted = await risen(register, 'http_server_exchanges_total')
    expect(counted.map(([{ method }, value]) => [method, value])).toEqual([
      ['GET', 1],
      ['_OTHER', 4],
    ])
  })

  it('never hold what a client sent', async () => {
    const { register, observer } = observing()
    const router = express.Router()
    router.get('/confirm', (_req, res) => void res.end())
    const app = express().use(abortDetection({ observers: [observer] }))
    app.use('/reset/:token', router)
    app.get('/report/:id', (_req, _res, next) => {
      next(new Error('SECRET'))
    })
    app.use(errorHandler(), ((_error, _req, res, _next) => {
      res.status(500).end()
    }) satisfies express.ErrorRequestHandler)
    await served(app, ['/reset/SECRET/confirm', '/report/SECRET?SECRET', '/SECRET/%0aSECRET'])
    const text = await register.metrics()
    expect(text).not.toContain('SECRET')
    expect(await routesOf(register)).toEqual({
      '*/confirm': 1,
      '/report/:id': 1,
      '(unmatched)': 1,
    })
  })

  it('of odd patterns are bounded and keep to one line', async () => {
    const { register, observer } = observing()
    observer.settled({ ...completed, route: `/${'a'.repeat(10_000)}` })
    observer.settled({ ...completed, route: '/a\n"b\\' })
    const lines = (await register.metrics()).split('\n')
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(500)
    expect(lines.every((line) => line === '' || /^(#|http_server_)/.test(line))).toBe(true)
  })
})

describe('the gauges of prometheusObserver', () => {
  it.each(['processing', 'responding', 'flushing'] as const)(
    'tell an exchange in %s, until it settles',
    async (phase) => {
      const { register, observer } = observing()
      const handler = inPhase[phase] as (req: unknown, res: ServerResponse) => void
      const scene = await openScene({ detection: { observers: [observer] }, handler })
      expect(await gauges(register)).toEqual([1, phase === 'responding' ? 1 : 0])
      await scene.leave('reset')
      expect(await gauges(register)).toEqual([0, 0])
    },
  )

  it('tell each of several on one connection', async () => {
    const { register, observer } = observing()
    const request = get('/') + get('/') + get('/')
    const scene = await openScene({ request, detection: { observers: [observer] } })
    await within(5_000, 'the pipelined requests arrive', reached(register, 3))
    await scene.leave('reset')
    expect(await gauges(register)).toEqual([0, 0])
  })

  it('leave alone what another observer is told of', async () => {
    const mine = observing()
    const others = observing()
    await openScene({ detection: { observers: [others.observer] } })
    expect(await gauges(mine.register)).toEqual([0, 0])
    expect(await gauges(others.register)).toEqual([1, 0])
  })

  it('keep nothing of what completed', async () => {
    const { register, observer } = observing()
    const scene = await openScene({
      detection: { observers: [observer] },
      handler: (_req, res) => void res.end('hello'),
    })
    await scene.settled
    expect(await gauges(register)).toEqual([0, 0])
  })
})

describe('what prometheusObserver is made of', () => {
  it('limits that are known ones', () => {
    const known = new Set(knownLimits.map(({ limitMs }) => limitMs))
    expect(commonLimitsMs.filter((limitMs) => !known.has(limitMs))).toEqual([])
  })

  it('metrics that are all there before the first request', async () => {
    const { register } = observing()
    const names = (await register.metrics()).match(/(?<=# TYPE )\S+/g)
    expect(names).toEqual(Object.values(definitions).map(({ name }) => name))
  })
})

type Scraped = Pick<Registry, 'metrics'>

/** Asks an application for some paths, one after the other. */
async function served(app: express.Express, paths: readonly string[]): Promise<void> {
  const server = await startServer('http', (shell) => shell.use(app))
  try {
    for (const path of paths) await (await fetch(`http://127.0.0.1:${server.port}${path}`)).text()
  } finally {
    await server.close()
  }
}

async function total(register: Scraped): Promise<number> {
  const counted = await seriesOf(register, 'http_server_exchanges_total')
  return counted.reduce((sum, [, value]) => sum + value, 0)
}

async function risen(register: Scraped, name: string): Promise<[Labels, number][]> {
  return (await seriesOf(register, name)).filter(([, value]) => value > 0)
}

async function routesOf(register: Scraped): Promise<Record<string, number>> {
  const routes: Record<string, number> = {}
  for (const [{ route = '' }, value] of await risen(register, 'http_server_exchanges_total')) {
    routes[route] = (routes[route] ?? 0) + value
  }
  return routes
}

/** How many of a route's departures lie in each bucket by itself. */
async function buckets(register: Scraped, route: string): Promise<[le: string, count: number][]> {
  const all = (await seriesOf(register, 'http_server_disconnect_age_seconds_bucket')).filter(
    ([labels]) => labels['route'] === route,
  )
  return all.map(([{ le = '' }, upTo], index) => [le, upTo - (all[index - 1]?.[1] ?? 0)])
}

async function fullest(register: Scraped, route: string) {
  const all = await buckets(register, route)
  const [le, count] = all.reduce((a, b) => (b[1] > a[1] ? b : a))
  return { le, count, of: all.reduce((sum, each) => sum + each[1], 0) }
}

async function inBucket(register: Scraped, route: string, le: string): Promise<number> {
  return (await buckets(register, route)).find(([bound]) => bound === le)?.[1] ?? NaN
}

async function gauges(register: Scraped): Promise<number[]> {
  const all = series(await register.metrics())
  const of = (name: string): number => all.find((each) => each.name === name)?.value ?? NaN
  return [of('http_server_exchanges_in_flight'), of('http_server_exchanges_streaming')]
}

async function reached(register: Scraped, count: number): Promise<void> {
  while ((await gauges(register))[0] !== count) await turns(1)
}

// It is what `observers` takes, and what takes the registries of every version of prom-client.
const _isObserver: (options: PrometheusObserverOptions) => Observer = prometheusObserver
const _isRegister: MetricRegister = new Registry()
void [_isObserver, _isRegister]
