// Runs races of answer, limit and departure on one kind of server, and prints what came of them.
import { once } from 'node:events'
import http2 from 'node:http2'
import { setImmediate as turn } from 'node:timers/promises'
import { abortDetection, errorHandler, exchangeOf, requestTimeout } from '../../src/index.js'
import type { ErrorMiddleware, Middleware } from '../harness/http-shapes.js'
import { startServer, type ServerKind } from '../harness/servers.js'
import { answer } from './answering.js'
import { H1Client } from './h1-client.js'
import { H2Stream } from './h2-client.js'
import { Ledger } from './ledger.js'
import { draw, LIMIT_MS, type Plan } from './plan.js'
import { Random } from './random.js'
import type { WireAnswer } from './wire.js'

/** Connections at the same time. */
const BATCH = 100

/** What the test reads. */
export interface RaceResult {
  readonly exchanges: number
  readonly outcomes: Readonly<Record<string, number>>
  readonly problems: readonly string[]
}

interface Runner {
  readonly plan: Plan
  readonly ids: readonly number[]
  client: { depart(how: Plan['departure']): void; readonly answers: WireAnswer[] } | null
}

const [kind, count, seed] = process.argv.slice(2) as [ServerKind, string, string]
const random = new Random(Number(seed))
const ledger = new Ledger()
const problems: string[] = []
const runners = new Map<number, Runner>()
let lastId = 0

for (const event of ['uncaughtException', 'unhandledRejection']) {
  process.on(event, (error: unknown) => {
    problems.push(
      `${event}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    )
  })
}

const handle: Middleware = (req, res, next) => {
  const runner = runners.get(Number(req.url?.slice(1)))
  if (runner === undefined) throw new Error(`nobody asked for ${req.url}`)
  ledger.open(req)
  res.setHeader('X-Id', exchangeOf(req).id)
  setTimeout(() => runner.client?.depart(runner.plan.departure), runner.plan.departureMs)
  if (runner.plan.answer !== 'rejects' || kind !== 'express5') {
    answer(runner.plan, res, next)
    return
  }
  // Express 5 takes the rejection to the error handlers.
  return new Promise((_resolve, reject) => {
    answer(runner.plan, res, reject)
  })
}

const answer500: ErrorMiddleware = (_error, _req, res, _next) => {
  if (res.headersSent) return void res.destroy()
  res.statusCode = 500
  res.end('broken')
}

const limit = requestTimeout({ responseMs: LIMIT_MS, totalMs: LIMIT_MS })

async function runH1(port: number, batch: readonly Runner[]): Promise<void> {
  await Promise.all(
    batch.map(async (runner) => {
      const client = (runner.client = await H1Client.connect(port))
      void client.ask(runner.ids, runner.plan.pipelined)
      await client.closed
    }),
  )
}

async function runH2(port: number, batch: readonly Runner[]): Promise<void> {
  const session = http2.connect(`http://127.0.0.1:${port}`).on('error', () => undefined)
  await Promise.all(
    batch.flatMap(({ ids, plan }) =>
      ids.map(async (id) => {
        const client = new H2Stream(session, id)
        runners.set(id, { plan, ids: [id], client })
        await client.closed
      }),
    ),
  )
  session.close()
  await once(session, 'close')
}

/** At most one answer to each request, in order, and none that is not the exchange's. */
function check({ client, ids }: Runner): void {
  const answers = client?.answers ?? []
  if (answers.length > ids.length)
    problems.push(`${answers.length} answers to ${ids.length} requests`)
  const seen = answers.map(({ id }) => id)
  if (new Set(seen).size !== seen.length)
    problems.push(`two answers to one request: ${seen.join()}`)
  for (const { id, status, whole } of answers) {
    const outcome = id === undefined ? undefined : ledger.outcomeOf(id)
    if (outcome === undefined) problems.push(`an answer ${status} of nobody`)
    if (outcome === 'completed' && status === 503) problems.push(`${id} completed with 503`)
    if (outcome === 'timed-out' && whole && status !== 503) {
      problems.push(`${id} timed out with a whole ${status}`)
    }
  }
}

void (async () => {
  const server = await startServer(kind, (app) => {
    app.use(abortDetection({ observers: [ledger] }), limit, handle, errorHandler(), answer500)
  })
  while (ledger.opened < Number(count)) {
    const batch = Array.from({ length: BATCH }, (): Runner => {
      const plan = draw(random)
      const ids = Array.from({ length: plan.requests }, () => ++lastId)
      const runner = { plan, ids, client: null }
      for (const id of ids) runners.set(id, runner)
      return runner
    })
    await (kind === 'h2' ? runH2(server.port, batch) : runH1(server.port, batch))
    for (let n = 0; n < 1000 && ledger.settledCount < ledger.opened; n++) await turn()
  }
  await server.close()
  // What is late comes at most two milliseconds after the limit.
  await new Promise((resolve) => setTimeout(resolve, 4 * LIMIT_MS))
  for (const runner of new Set(runners.values())) check(runner)
  problems.push(...ledger.problems())
  const result: RaceResult = { exchanges: ledger.opened, outcomes: ledger.outcomes, problems }
  process.stdout.write(JSON.stringify({ ...result, problems: problems.slice(0, 20) }))
})()
