import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import http from 'node:http'
import express, { type ErrorRequestHandler, type Express, type Request } from 'express'
import { Registry } from 'prom-client'
import {
  abortDetection,
  abortSignal,
  errorHandler,
  requestTimeout,
  type Observer,
} from '../../src/index.js'
import {
  prometheusObserver,
  type PrometheusObserver,
} from '../../src/observers/prometheus/index.js'
import { guardServer } from '../../src/server/index.js'
import { deferred, type Deferred } from '../harness/deferred.js'

/** The limit of `/slow/:id`, and how long its handler works on after it. */
export const LIMIT_MS = 20
const OVERRUN_MS = 10

/** An application whose handlers tell when they were reached, by the id in the request's path. */
export interface FleetApp {
  readonly port: number
  readonly register: Registry
  readonly metrics: PrometheusObserver
  /** Resolves when the handler of this id has done what it does before it waits. */
  reached(id: string): Promise<Request>
  close(): Promise<void>
}

export async function startApp(observers: readonly Observer[] = []): Promise<FleetApp> {
  const register = new Registry()
  const metrics = prometheusObserver({ register })
  const arrivals = new Map<string, Deferred<Request>>()
  const arrival = (id: string): Deferred<Request> => {
    let found = arrivals.get(id)
    if (found === undefined) arrivals.set(id, (found = deferred<Request>()))
    return found
  }
  const app = express()
  app.get('/metrics', async (_req, res) => {
    res.type(register.contentType).send(await register.metrics())
  })
  app.use(abortDetection({ observers: [metrics, ...observers] }))
  addRoutes(app, (req) => {
    arrival(String(req.params['id'])).resolve(req)
  })
  const server = http.createServer(app)
  guardServer(server, { observers: [metrics] })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    register,
    metrics,
    async reached(id) {
      const req = await arrival(id).promise
      arrivals.delete(id)
      return req
    },
    async close() {
      if (!server.listening) return
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function addRoutes(app: Express, reached: (req: Request) => void): void {
  app.get('/items/:id', (req, res) => void res.json({ id: req.params.id }))
  app.post('/items', express.json(), (_req, res) => void res.status(201).json({ made: true }))
  app.get('/report/:id', (req) => {
    reached(req)
  })
  app.get('/events/:id', (req, res) => {
    res.write('data: begun\n\n')
    reached(req)
  })
  app.get('/film/:id', (req, res) => {
    res.end(Buffer.alloc(16 << 20))
    reached(req)
  })
  app.post('/upload/:id', (req) => {
    req.once('data', () => {
      reached(req)
    })
  })
  app.get('/slow/:id', requestTimeout(LIMIT_MS), async (req, res) => {
    await once(abortSignal(req), 'abort')
    await new Promise((resolve) => setTimeout(resolve, OVERRUN_MS))
    res.json({ late: true })
  })
  app.get('/broken/:id', (_req, res) => {
    res.write('begun')
    res.destroy(new Error('the upstream broke'))
  })
  app.get('/dropped/:id', (req) => {
    req.socket.destroy()
  })
  app.get('/error/:id', () => {
    throw new Error('of the handler')
  })
  app.get('/unclear/:id', async (req) => {
    const signal = abortSignal(req)
    reached(req)
    await once(signal, 'abort')
    // Of a controller of the application's own: nothing ties it to this client, nor rules that out.
    throw new DOMException('This operation was aborted', 'AbortError')
  })
  app.use(errorHandler(), ((_error, _req, res, _next) => {
    if (!res.headersSent) res.status(500).end()
  }) satisfies ErrorRequestHandler)
}
