import { once } from 'node:events'
import type { IncomingMessage, ServerOptions, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import {
  abortDetection,
  errorHandler,
  type AbortDetectionOptions,
  type Attribution,
  type ErrorContext,
  type ErrorHandlerOptions,
  type ExchangeRecord,
  type LateEvent,
  type Observer,
} from '../../src/index.js'
import { within } from '../harness/deferred.js'
import type { ErrorMiddleware, Middleware, Next } from '../harness/http-shapes.js'
import { RawClient } from '../harness/raw-client.js'
import { startServer, type RunningServer, type ServerKind } from '../harness/servers.js'
import { turns } from '../harness/turns.js'
import { Inbox, patienceMs } from './inbox.js'
import { h1Visitor, h2Visitor, type Visitor } from './visitor.js'

export { Inbox, patienceMs } from './inbox.js'

export const http1Kinds: readonly ServerKind[] = ['express5', 'express4', 'connect', 'http']
export const expressKinds: readonly ServerKind[] = ['express5', 'express4']

const cleanUps: (() => unknown)[] = []

/** Runs when the test is over, the latest first. */
export function onCleanUp(cleanUp: () => unknown): void {
  cleanUps.push(cleanUp)
}

/** For `afterEach`. */
export async function cleanUp(): Promise<void> {
  for (let next = cleanUps.pop(); next; next = cleanUps.pop()) await next()
}

export interface SceneOptions {
  /** Stands before everything else. */
  readonly first?: readonly Middleware[]
  /** False where the package shall not be mounted by the scene. */
  readonly detect?: false | AbortDetectionOptions
  readonly errors?: false | ErrorHandlerOptions
  /** Error handlers that stand before `errorHandler`. */
  readonly beforeErrors?: readonly ErrorMiddleware[]
  readonly serverOptions?: ServerOptions
  /** False where requests are made that the observer of the scene cannot see. */
  readonly everyRequestSettles?: boolean
  /** What the application does with an error that reaches its own handler. */
  readonly lastResort?: ErrorMiddleware
}

/** A server with the package mounted around some layers, and all that its observer was told. */
export class Scene implements Observer {
  readonly records = new Inbox<ExchangeRecord>('record')
  readonly told = new Inbox<{ error: unknown; verdict: Attribution; context: ErrorContext }>(
    'error',
  )
  readonly lates = new Inbox<LateEvent>('late event')
  /** The errors that came out behind `errorHandler()`. */
  readonly downstream = new Inbox<unknown>('error behind errorHandler')
  /** The server's end of each connection. */
  readonly sockets = new Inbox<Socket>('connection')
  /** Every request as the first middleware saw it. */
  readonly requests: IncomingMessage[] = []
  private running: RunningServer | undefined

  settled(record: ExchangeRecord): void {
    this.records.push(record)
  }

  error(error: unknown, verdict: Attribution, context: ErrorContext): void {
    this.told.push({ error, verdict, context })
  }

  late(event: LateEvent): void {
    this.lates.push(event)
  }

  get server(): RunningServer {
    if (this.running === undefined) throw new Error('the scene is not open')
    return this.running
  }

  async open(
    kind: ServerKind,
    layers: readonly Middleware[],
    options: SceneOptions,
  ): Promise<void> {
    const { first = [], detect = {}, errors = {}, serverOptions = {} } = options
    this.running = await startServer(
      kind,
      (app) => {
        app.use(this.counting)
        app.use(...first)
        if (detect !== false) app.use(abortDetection({ observers: [this], ...detect }))
        app.use(...layers, ...(options.beforeErrors ?? []))
        if (errors !== false) app.use(errorHandler(errors))
        app.use(this.noting(options.lastResort ?? answer500))
      },
      {
        serverOptions,
        prepare: (server) => {
          server.on('connection', (socket: Socket) => this.sockets.push(socket))
        },
      },
    )
    onCleanUp(async () => {
      await this.server.close()
      await turns(2) // the server's 'close' may come before that of its last socket
      if (options.everyRequestSettles === false || detect === false) return
      // Promise 1, of every test: each request settled, and none twice.
      expect(this.records.all.length).toBe(this.requests.length)
      expect(new Set(this.records.all.map(({ id }) => id)).size).toBe(this.requests.length)
    })
  }

  /** A client that keeps its connection. */
  async visitor(): Promise<Visitor> {
    const { kind, port } = this.server
    const visitor = kind === 'h2' ? await h2Visitor(port) : h1Visitor(port, kind === 'https')
    onCleanUp(() => visitor.leave())
    return visitor
  }

  /** A client made of one socket. */
  async raw(): Promise<RawClient> {
    const { kind, port } = this.server
    const client = await RawClient.connect(port, { tls: kind === 'https' })
    onCleanUp(() => client.close())
    return client
  }

  /** Resolves when the server has seen the end of its first connection. */
  async disconnected(): Promise<void> {
    const socket = await this.sockets.nth(1)
    if (socket.closed) return
    // Not events.once, which rejects where the connection ends with an error.
    const closed = new Promise((resolve) => socket.once('close', resolve))
    await within(patienceMs, 'no end of the connection', closed)
  }

  private readonly counting: Middleware = (req, _res, next) => {
    this.requests.push(req)
    next()
  }

  private noting(then: ErrorMiddleware): ErrorMiddleware {
    // Express and Connect know an error handler by its four parameters.
    return (error, req, res, next) => {
      this.downstream.push(error)
      return then(error, req, res, next)
    }
  }
}

export const answer500: ErrorMiddleware = (_error, _req, res, _next) => {
  if (res.headersSent) return void res.destroy()
  res.statusCode = 500
  res.end('broken')
}

/** Starts a server with `abortDetection`, the layers and `errorHandler`, cleaned up after the test. */
export async function open(
  kind: ServerKind,
  layers: readonly Middleware[],
  options: SceneOptions = {},
): Promise<Scene> {
  const scene = new Scene()
  await scene.open(kind, layers, options)
  return scene
}

export interface Held {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  readonly next: Next
}

/** A handler that hands its request to the test, and does no more than `first`. */
export function holding(first: (held: Held) => void = () => undefined): {
  readonly layer: Middleware
  readonly held: Inbox<Held>
} {
  const held = new Inbox<Held>('request')
  return {
    held,
    layer: (req, res, next) => {
      const mine = { req, res, next }
      first(mine)
      held.push(mine)
    },
  }
}

/** Resolves when the signal is aborted, with its reason. */
export async function aborted(signal: AbortSignal): Promise<unknown> {
  if (!signal.aborted) await within(patienceMs, 'no abort', once(signal, 'abort'))
  return signal.reason
}
