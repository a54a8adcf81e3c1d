import { gzipSync } from 'node:zlib'
import { Registry } from 'prom-client'
import type { ExchangeRecord } from '../../src/index.js'
import {
  ageBuckets,
  commonLimitsMs,
  durationBuckets,
} from '../../src/observers/prometheus/buckets.js'
import { prometheusObserver } from '../../src/observers/prometheus/index.js'
import { estimate, type Estimate } from '../stats.js'

export interface ScrapeRow {
  readonly routes: number
  readonly series: number
  /** What the formula of `docs/fleet/README.md` gives. */
  readonly formula: number
  readonly bytes: number
  readonly gzipBytes: number
  /** To write one scrape down. */
  readonly ms: Estimate
}

/** One scrape of one instance whose every route has been used, and left by clients. */
export async function run({ smoke }: { readonly smoke: boolean }): Promise<ScrapeRow[]> {
  const rows: ScrapeRow[] = []
  for (const routes of smoke ? [5] : [20, 50, 200]) rows.push(await measure(routes, smoke ? 2 : 50))
  return rows
}

export function print(rows: readonly ScrapeRow[]): void {
  for (const { routes, series, formula, bytes, gzipBytes, ms } of rows) {
    console.log(
      `  ${String(routes).padStart(3)} routes  ${series} series (by the formula ${formula})  ` +
        `${kb(bytes)} kB, ${kb(gzipBytes)} kB compressed  ${ms.median.toFixed(1)} ms a scrape; ` +
        `1,000 instances: ${((series * 1_000) / 1e6).toFixed(2)} million series`,
    )
  }
}

async function measure(routes: number, scrapes: number): Promise<ScrapeRow> {
  const register = new Registry()
  const observer = prometheusObserver({ register, maxRoutes: routes })
  for (let index = 0; index < routes; index++) {
    for (const record of recordsOf(index)) observer.settled(record)
  }
  const times: number[] = []
  let text = ''
  for (let scrape = 0; scrape < scrapes; scrape++) {
    const began = performance.now()
    text = await register.metrics()
    times.push(performance.now() - began)
  }
  return {
    routes,
    series: text.split('\n').filter((line) => line !== '' && !line.startsWith('#')).length,
    formula: formula(routes),
    bytes: Buffer.byteLength(text),
    gzipBytes: gzipSync(text).length,
    ms: estimate(times),
  }
}

/** GET on every route and POST on every other; clients leave both, and every fifth times out. */
function recordsOf(index: number): ExchangeRecord[] {
  const route = `/api/v1/collection-${index}/:id`
  return (index % 2 === 0 ? ['GET', 'POST'] : ['GET']).flatMap((method) => {
    const all = [recordOf({ method, route }), recordOf({ method, route, ...left })]
    return index % 5 === 0 ? [...all, recordOf({ method, route, ...timedOut })] : all
  })
}

/** The series of one instance, as the documentation has it. */
function formula(routes: number): number {
  const posts = Math.ceil(routes / 2)
  const pairs = routes + posts
  const fifths = Math.ceil(routes / 5)
  const durations = 2 * pairs + fifths + Math.ceil(fifths / 2)
  const perDuration = durationBuckets.length + 3
  const perAge = ageBuckets(commonLimitsMs).length + 3
  return 4 * pairs + perDuration * durations + perAge * routes + 2 * routes + 3
}

const left = { outcome: 'client-disconnected', phase: 'processing' } as const
const timedOut = { outcome: 'timed-out', phase: 'processing' } as const

function recordOf(
  record: Partial<ExchangeRecord> & Pick<ExchangeRecord, 'method' | 'route'>,
): ExchangeRecord {
  return {
    v: 1,
    id: 'bench-1',
    time: '2026-01-01T00:00:00.000Z',
    path: '/',
    httpVersion: '1.1',
    outcome: 'completed',
    phase: 'done',
    closure: 'none',
    cause: null,
    statusSent: 200,
    status: 200,
    ageMs: 42.125,
    firstByteMs: 42.125,
    idleMs: 0,
    bytesIn: 100,
    bytesOut: 200,
    timeoutMs: null,
    connection: { id: 1, request: 1, ageMs: 50 },
    client: { address: null, agent: 'none', via: [] },
    ...record,
  }
}

function kb(bytes: number): string {
  return (bytes / 1000).toFixed(0)
}
