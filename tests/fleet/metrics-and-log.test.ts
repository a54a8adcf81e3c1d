import winston from 'winston'
import type { ExchangeRecord, LateEvent } from '../../src/index.js'
import { winstonObserver } from '../../src/observers/winston/index.js'
import { Inbox } from '../contract/inbox.js'
import { within } from '../harness/deferred.js'
import { Lines } from '../unit/support/lines.js'
import { series } from '../unit/observers/exposition.js'
import { Random } from '../races/random.js'
import { startApp, type FleetApp } from './app.js'
import { visits, type Visit } from './visits.js'

const EXCHANGES = 10_000
const CLIENTS = 24

const chosen = process.env['HANGUP_FLEET_SEED']
const seed = chosen === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(chosen)

type Counts = Readonly<Record<string, number>>

test('after 10,000 mixed exchanges, metrics and log say exactly what the clients did', async () => {
  process.stdout.write(`HANGUP_FLEET_SEED=${seed} repeats the visits\n`)
  const lines = new Lines()
  const logger = winston.createLogger({
    level: 'debug',
    format: winston.format.json(),
    transports: [new winston.transports.Stream({ stream: lines })],
  })
  // A line for each exchange and no others, however many clients leave at once.
  const log = winstonObserver(logger, {
    errors: false,
    rateLimit: false,
    levels: { late: 'silly' },
  })
  const lates = new Inbox<LateEvent>('late handler')
  const app = await startApp([log, { late: (event) => lates.push(event) }])
  try {
    const seen = await visitAll(app, new Random(seed))
    await within(20_000, 'every exchange is logged', lines.reach(sum(seen)))
    // Handlers that answer after their limit, and those that fail when their client has gone.
    const late = sumOf(seen, 'timed-out') + sumOf(seen, 'GET /unclear/:id')
    await lates.nth(late)
    const text = await app.register.metrics()
    const counted = series(text).filter(({ value }) => value > 0)
    const named = (name: string) => counted.filter((each) => each.name === name)

    const totals = named('http_server_exchanges_total').map(({ labels, value }) => {
      const { method = '', route = '', outcome = '', phase = '' } = labels
      return [`${method} ${route} ${outcome} ${phase}`, value] as const
    })
    expect(Object.fromEntries(totals)).toEqual(seen)
    expect(count(lines.json.map(({ exchange }) => said(exchange as ExchangeRecord)))).toEqual(seen)

    const durations = named('http_server_exchange_duration_seconds_count')
    expect(sum(durations.map(({ value }) => value))).toBe(sum(seen))
    const ages = named('http_server_disconnect_age_seconds_count')
    expect(sum(ages.map(({ value }) => value))).toBe(sumOf(seen, 'client-disconnected'))
    expect(text).toMatch(/^http_server_exchanges_in_flight 0$/m)
    expect(text).toMatch(/^http_server_exchanges_streaming 0$/m)

    const wasted = named('http_server_wasted_handler_seconds_total')
    const overrunMs = sum(lates.all.map((event) => event.overrunMs))
    expect(sum(wasted.map(({ value }) => value))).toBeCloseTo(overrunMs / 1_000, 6)
    expect(lates.all).toHaveLength(late)

    const errors = named('http_server_errors_total')
    const of = (origin: string): number =>
      sum(errors.filter(({ labels }) => labels['origin'] === origin).map(({ value }) => value))
    expect(of('application')).toBe(sumOf(seen, 'GET /error/:id'))
    expect(of('ambiguous')).toBe(sumOf(seen, 'GET /unclear/:id'))
    expect(of('timeout')).toBe(sumOf(seen, 'GET /slow/:id'))
  } finally {
    await app.close()
  }
}, 120_000)

/** What all clients saw, counted. */
async function visitAll(app: FleetApp, random: Random): Promise<Counts> {
  const seen: string[] = []
  let number = 0
  const client = async (): Promise<void> => {
    while (number < EXCHANGES) {
      const visit = pick(random)
      number++
      seen.push(...(await visit(app, String(number))))
    }
  }
  await Promise.all(Array.from({ length: CLIENTS }, client))
  return count(seen)
}

function pick(random: Random): Visit {
  const kinds = Object.values(visits)
  let at = random.next() * sum(kinds.map(([weight]) => weight))
  for (const [weight, visit] of kinds) {
    if (at < weight) return visit
    at -= weight
  }
  return kinds[0]![1]
}

function said({ method, route, outcome, phase }: ExchangeRecord): string {
  const known = method === 'PROPFIND' ? '_OTHER' : method
  return `${known} ${route ?? '(unmatched)'} ${outcome} ${phase}`
}

function count(words: readonly string[]): Counts {
  const counts: Record<string, number> = {}
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1
  return counts
}

function sum(values: readonly number[] | Counts): number {
  return Object.values(values).reduce((total, value) => total + value, 0)
}

function sumOf(counts: Counts, words: string): number {
  return sum(
    Object.entries(counts).flatMap(([word, value]) => (word.includes(words) ? [value] : [])),
  )
}
