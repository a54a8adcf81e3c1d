// Answers many pipelined requests under limits, prints which timers are left, and ends by itself.
import { once } from 'node:events'
import net from 'node:net'
import { setTimeout as later } from 'node:timers/promises'
import type * as Package from '../../src/index.js'
import type { Middleware } from '../harness/http-shapes.js'
import type * as Servers from '../harness/servers.js'
import { liveTimers, rememberTimers } from './live-timers.js'

/** What the test reads. */
export interface TimersResult {
  readonly answered: number
  readonly completed: number
  /** The package's timers, at most at any time, and after the last answer. */
  readonly atMost: number
  readonly afterwards: number
  /** After the longest limit has passed; null where that is not waited for. */
  readonly inTheEnd: number | null
  /** How many timers keep the process alive once the server is closed. */
  readonly keepingAlive: number
}

const CONNECTIONS = 10
const PIPELINED = 100
const answered = 'HTTP/1.1 200 OK'

rememberTimers()

// eslint-disable-next-line @typescript-eslint/no-require-imports -- after the timers are remembered
const load = (name: string): unknown => require(name)
const { abortDetection, requestTimeout } = load('../../src/index.js') as typeof Package
const { startServer } = load('../harness/servers.js') as typeof Servers

const [count, limitMs] = process.argv.slice(2).map(Number) as [number, number]
let completed = 0
let atMost = 0

/** Sends requests over one connection, so many at a time, and counts the answers. */
async function visit(port: number, requests: number): Promise<number> {
  const socket = net.connect(port, '127.0.0.1').setEncoding('latin1')
  let answers = 0
  for (let sent = 0; sent < requests; sent += PIPELINED) {
    socket.write('GET / HTTP/1.1\r\nHost: many\r\n\r\n'.repeat(PIPELINED))
    let rest = ''
    while (answers < sent + PIPELINED) {
      const [chunk] = (await once(socket, 'data')) as [string]
      const parts = (rest + chunk).split(answered)
      answers += parts.length - 1
      rest = parts.at(-1)!.slice(-answered.length)
    }
    atMost = Math.max(atMost, liveTimers())
  }
  socket.destroy()
  return answers
}

void (async () => {
  const hello: Middleware = (_req, res) => void res.end('hello')
  const server = await startServer('http', (app) => {
    app.use(
      abortDetection({ observers: [{ settled: () => void completed++ }] }),
      requestTimeout({ responseMs: limitMs, totalMs: limitMs, idleMs: limitMs }),
      hello,
    )
  })
  const visits = Array.from({ length: CONNECTIONS }, () => visit(server.port, count / CONNECTIONS))
  const answers = await Promise.all(visits)
  const afterwards = liveTimers()
  const waits = limitMs < 10_000
  for (let n = 0; waits && n < 100 && liveTimers() > 0; n++) await later(limitMs / 10)
  const inTheEnd = waits ? liveTimers() : null
  await server.close()
  const active = process.getActiveResourcesInfo()
  const result: TimersResult = {
    answered: answers.reduce((sum, each) => sum + each, 0),
    completed,
    atMost,
    afterwards,
    inTheEnd,
    keepingAlive: active.filter((name) => name === 'Timeout').length,
  }
  process.stdout.write(JSON.stringify(result))
})()
