import { setTimeout as pause } from 'node:timers/promises'
import { definitions } from '../../src/observers/prometheus/definitions.js'
import { RawClient } from '../harness/raw-client.js'
import { startApp, type FleetApp } from './app.js'
import { dashboard, panelQueries, variables } from './dashboard.js'
import { describeWith } from './program.js'
import { Prometheus, type Found } from './prometheus.js'
import { visits } from './visits.js'

/** Long enough for a machine that is busy; nothing waits for it when all is well. */
const PATIENCE_MS = 30_000

const some = (found: readonly Found[]): boolean => found.length > 0

const hasNumber = (found: readonly Found[]): boolean =>
  found.some(({ value }) => Number.isFinite(Number(value[1])))

describeWith('prometheus')('a Prometheus that scrapes an application under load', () => {
  let app: FleetApp
  let prometheus: Prometheus
  let load: Load

  beforeAll(async () => {
    app = await startApp()
    load = new Load(app)
    prometheus = await Prometheus.start(app.port)
    await prometheus.until('job_route:http_server_disconnects:ratio_rate5m > 0', some, PATIENCE_MS)
    await prometheus.evaluated(PATIENCE_MS)
  }, 120_000)

  afterAll(async () => {
    await load.stop()
    await app.close()
    await prometheus.stop()
  })

  /** Those of the queries that give no number in time. */
  async function without(queries: readonly string[]): Promise<readonly string[]> {
    const empty: string[] = []
    for (const query of queries) {
      if (!hasNumber(await prometheus.until(query, hasNumber, PATIENCE_MS))) empty.push(query)
    }
    return empty
  }

  it.each(panelQueries)(
    'has data for the panel $title',
    async ({ query }) => {
      expect(await without([query])).toEqual([])
    },
    60_000,
  )

  it.each(variables)('has values for the variable $name', async ({ selector, label }) => {
    expect(await prometheus.labelValues(label, selector)).not.toEqual([])
  })

  it('has data for each recording rule, under its name and for its query', async () => {
    const rules = (await prometheus.rules()).filter(({ type }) => type === 'recording')
    expect(rules.length).toBeGreaterThan(0)
    expect(await without(rules.flatMap(({ name, query }) => [name, query]))).toEqual([])
  }, 120_000)

  it('has data for all that the alerts look at, and can evaluate them', async () => {
    const alerts = (await prometheus.rules()).filter(({ type }) => type === 'alerting')
    expect(alerts.length).toBeGreaterThan(0)
    expect(alerts.filter(({ health }) => health !== 'ok')).toEqual([])
    expect(await without(alerts.flatMap(({ query }) => selectorsIn(query)))).toEqual([])
  }, 120_000)

  it('finds ambiguous errors, and misses no data', async () => {
    expect(await fires(prometheus, 'AmbiguousErrors')).toBe(true)
    for (const name of ['NoMetrics', 'JobLost', 'NothingCounted']) {
      expect(await prometheus.query(await queryOf(prometheus, name))).toEqual([])
    }
  }, 60_000)

  it('has every metric of the package', async () => {
    const names = Object.values(definitions).map(({ name, type }) =>
      type === 'histogram' ? `${name}_bucket` : name,
    )
    expect(await without(names)).toEqual([])
  }, 60_000)
})

describeWith('prometheus')('a Prometheus whose application goes away', () => {
  it('misses its data', async () => {
    const app = await startApp()
    const prometheus = await Prometheus.start(app.port)
    try {
      const instances = 'job:http_server_instances:count'
      expect(await prometheus.until(instances, some, PATIENCE_MS)).not.toEqual([])
      await app.close()
      expect(await fires(prometheus, 'NoMetrics')).toBe(true)
      expect(await fires(prometheus, 'JobLost')).toBe(true)
    } finally {
      await prometheus.stop()
      await app.close()
    }
  }, 120_000)
})

describe('the dashboard', () => {
  it('says what each panel shows', () => {
    expect(dashboard.panels.filter(({ description }) => description === '')).toEqual([])
  })

  it('has a place of its own for each panel', () => {
    const taken = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`),
    )
    expect(new Set(taken).size).toBe(taken.length)
    expect(dashboard.panels.every(({ gridPos: { x, w } }) => x + w <= 24)).toBe(true)
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length)
  })

  it('asks only for what the package or its rules make', () => {
    const made = Object.values(definitions).map(({ name }) => name)
    const asked = panelQueries.flatMap(({ query }) => query.match(/\bhttp_server_[a-z_]+/g) ?? [])
    const base = (name: string): string => name.replace(/_(bucket|sum|count)$/, '')
    const rules = /^http_server_(exchanges|disconnects|timeouts|wasted_handler|instances)$/
    expect(
      asked.filter((name) => !made.includes(base(name) as never) && !rules.test(name)),
    ).toEqual([])
  })
})

async function queryOf(prometheus: Prometheus, alert: string): Promise<string> {
  return (await prometheus.rules()).find(({ name }) => name === alert)?.query ?? ''
}

async function fires(prometheus: Prometheus, alert: string): Promise<boolean> {
  return some(await prometheus.until(await queryOf(prometheus, alert), some, PATIENCE_MS))
}

/** Clients that complete, leave, time out and fail, one visit of each kind after the other. */
class Load {
  #over = false
  readonly #clients: Promise<unknown>

  constructor(private readonly app: FleetApp) {
    this.#clients = Promise.all([this.#visitAll('a'), this.#visitAll('b')])
  }

  async stop(): Promise<void> {
    this.#over = true
    await this.#clients
  }

  async #visitAll(name: string): Promise<void> {
    let number = 0
    while (!this.#over) {
      for (const [, visit] of Object.values(visits)) {
        await visit(this.app, `${name}${++number}`)
      }
      await this.#talkNonsense()
      this.app.metrics.countSweep({ removed: 1 })
      await pause(20) // Prometheus runs beside it
    }
  }

  async #talkNonsense(): Promise<void> {
    const client = await RawClient.connect(this.app.port)
    client.send('this is no HTTP\r\n\r\n')
    await client.read()
    client.close()
  }
}

/** The series a query starts from. */
function selectorsIn(query: string): string[] {
  return query.match(/\b(?:job\w*:)?http_server_[\w:]+(?:\{[^}]*\})?/g) ?? []
}
