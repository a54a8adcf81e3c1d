// The server at its end of the cable: runs every state at once, and tells when it noticed the cut.
import { once } from 'node:events'
import http, { type IncomingMessage } from 'node:http'
import http2 from 'node:http2'
import https from 'node:https'
import type net from 'node:net'
import {
  abortDetection,
  errorHandler,
  exchangeOf,
  isRequestTimeoutError,
  requestTimeout,
} from '../../../src/index.js'
import type { Middleware } from '../../harness/http-shapes.js'
import { plainApp } from '../../harness/plain-app.js'
import { tlsFixture } from '../../harness/tls-fixture.js'
import { handlers } from './handlers.js'
import { ProgressWitness } from './progress-witness.js'
import { belowTheSendBuffer, states, type FromServer, type State } from './states.js'

const all: readonly State[] = [...states, belowTheSendBuffer]
const witnesses = new Map<number, ProgressWitness>()
let cutAt = Infinity

const tell = (message: FromServer): void => void process.send?.(message)

function watch(index: number, req: IncomingMessage): void {
  const exchange = exchangeOf(req)
  const witness = witnesses.get(req.socket.remotePort ?? 0)
  exchange.onSettled(({ outcome, closure, timeoutMs }) => {
    const now = performance.now()
    witness?.stop()
    const limit = isRequestTimeoutError(exchange.reason) ? exchange.reason.limit : undefined
    const counted = limit === 'responseMs' || limit === 'totalMs' || limit === 'receiveMs'
    const from = counted ? exchange.began : Math.max(cutAt, witness?.lastAt ?? 0)
    const afterTheCut = now > cutAt
    const tookMs = now - from
    tell({ noticed: { index, outcome, closure, limit, afterTheCut, tookMs, limitMs: timeoutMs } })
  })
  tell({ begun: index })
}

const app = plainApp()
const timeouts = all.map(({ limits }) => requestTimeout(limits))
const serve: Middleware = (req, res, next) => {
  const index = Number(req.url?.slice(1))
  timeouts[index]!(req, res, (error) => {
    if (error !== undefined) return void next(error)
    watch(index, req)
    handlers[all[index]!.handler](req, res, next)
  })
}
app.use(abortDetection(), serve, errorHandler())

function serverOf(kind: State['kind']): net.Server {
  if (kind === 'http') return http.createServer(app.listener)
  if (kind === 'https') return https.createServer(tlsFixture, app.listener)
  // The compatibility API promises the shape of node:http, which is all that middleware asks for.
  return http2.createServer(app.listener as unknown as Parameters<typeof http2.createServer>[1])
}

async function start(kind: State['kind']): Promise<number> {
  const server = serverOf(kind)
  server.on('connection', (socket: net.Socket) => {
    witnesses.set(socket.remotePort ?? 0, new ProgressWitness(socket))
  })
  server.listen(0)
  await once(server, 'listening')
  return (server.address() as net.AddressInfo).port
}

process.on('message', () => {
  cutAt = performance.now()
  tell({ ready: 'cut' })
})

void (async () => {
  tell({ ports: { http: await start('http'), https: await start('https'), h2: await start('h2') } })
  await once(process, 'disconnect')
  process.exit()
})()
