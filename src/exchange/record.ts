import { METHODS, type IncomingHttpHeaders } from 'node:http'
import type { ExchangeRecord } from '../types/index.js'
import { agentFamily, viaOf } from './client.js'
import type { Ending, Exchange } from './exchange.js'
import type { AnyRequest } from './http-types.js'
import type { Client, Link } from './link.js'
import { safeText } from './safe-text.js'

/** nginx's status for a client that left before it had the whole answer; for logs only. */
const CLIENT_CLOSED_REQUEST = 499

const MAX_METHOD_LENGTH = 32
const knownMethods: ReadonlySet<string> = new Set(METHODS)

/** What nobody has read of most requests before: by a key, as `Http1Link` reads `socket`. */
const HTTP_VERSION = 'httpVersion'
const STATUS_CODE = 'statusCode'

/** Writes down how an exchange ended. */
export function buildRecord(exchange: Exchange, ending: Ending): ExchangeRecord {
  const { req, res, link, reporting, began } = exchange
  const now = performance.now()
  // An adapter's request may lack what Node's always has.
  const headers = (req.headers as IncomingHttpHeaders | undefined) ?? {}
  const completed = ending.outcome === 'completed'
  const statusSent = headersSent(exchange, completed) ? res[STATUS_CODE] : null
  const bytes = link.bytes()
  const record: { -readonly [K in keyof ExchangeRecord]: ExchangeRecord[K] } = {
    v: 1,
    id: exchange.id,
    time: timeOf(Date.now()),
    method: methodOf(req),
    route: reporting.routeOf(req),
    path: reporting.pathOf(req),
    httpVersion: req[HTTP_VERSION],
    outcome: ending.outcome,
    phase: ending.phase,
    closure: ending.closure,
    cause: ending.cause === null ? null : Object.freeze({ ...ending.cause }),
    statusSent,
    status: ending.outcome === 'client-disconnected' ? CLIENT_CLOSED_REQUEST : statusSent,
    ageMs: round(now - began),
    firstByteMs: statusSent === null ? null : round((link.headerSeenAt() ?? now) - began),
    idleMs: completed ? 0 : round(now - link.lastProgress(began, now)),
    bytesIn: bytes.in,
    bytesOut: bytes.out,
    timeoutMs: exchange.deadline.limitMs,
    connection: Object.freeze(link.numbers(exchange, now)),
    client: clientOf(
      link,
      reporting.addressOf(req, link.peerAddress()),
      agentFamily(headers['user-agent']),
      viaOf(headers),
    ),
  }
  const requestId = reporting.requestIdOf?.(req)
  if (requestId !== undefined) record.requestId = requestId
  return Object.freeze(record)
}

/** HTTP/2 takes any word for a method. */
function methodOf(req: AnyRequest): string {
  const method = req.method ?? ''
  return knownMethods.has(method) ? method : safeText(method, MAX_METHOD_LENGTH)
}

/** As the record before on this connection told it, where it is the same. */
function clientOf(
  link: Link,
  address: string | null,
  agent: string,
  via: readonly string[],
): Client {
  const { client } = link
  const isSame = client?.address === address && client.agent === agent && client.via === via
  return isSame ? client : (link.client = Object.freeze({ address, agent, via }))
}

/**
 * What really went out. The seal of a timed-out response hides from the late handler that an answer
 * is out, and a pipelined response that waits for the one before it holds its header back.
 */
function headersSent({ res, expired }: Exchange, completed: boolean): boolean {
  const waits = !completed && !res.writableFinished && res.socket === null && !('stream' in res)
  if (waits) return false
  if (expired === null) return completed || res.headersSent
  return Reflect.get(Object.getPrototypeOf(res) as object, 'headersSent', res) === true
}

let lastMs = NaN
let lastSecond = NaN
let upToSecond = ''
let lastTime = ''

/** ISO 8601. The date is written once a second: V8 takes as long for it as for half of the record. */
function timeOf(ms: number): string {
  if (ms === lastMs) return lastTime
  const second = Math.floor(ms / 1000)
  if (second !== lastSecond) {
    lastSecond = second
    upToSecond = new Date(second * 1000).toISOString().slice(0, -4)
  }
  lastMs = ms
  lastTime = `${upToSecond}${String(ms - second * 1000).padStart(3, '0')}Z`
  return lastTime
}

/** To the microsecond: more digits are noise, and longer lines. */
function round(ms: number): number {
  return Math.round(ms * 1000) / 1000
}
