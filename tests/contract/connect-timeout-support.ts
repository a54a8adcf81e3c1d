import connect from 'connect'
import theirs from 'connect-timeout'
import express from 'express'
import express4 from 'express4'
import type { IncomingMessage } from 'node:http'
import ours from '../../src/compat/connect-timeout.js'
import type { ErrorMiddleware, Middleware } from '../harness/http-shapes.js'
import type { ServerKind } from '../harness/servers.js'
import {
  cleanUp,
  holding,
  Inbox,
  open,
  type Held,
  type Scene,
  type SceneOptions,
} from './support.js'

/** The signature that both have in common. */
export type Timeout = (time?: number | string, options?: { respond?: boolean }) => Middleware

export const connectTimeout = theirs as unknown as Timeout
export const dropIn = ours as unknown as Timeout

export const implementations: readonly [name: string, timeout: Timeout][] = [
  ['connect-timeout', connectTimeout],
  ['express-hangup/connect-timeout', dropIn],
]

export const frameworks: readonly ServerKind[] = ['express5', 'express4', 'connect']

export type TimedRequest = IncomingMessage & { timedout: boolean; clearTimeout(): void }

export function timed(req: IncomingMessage): TimedRequest {
  return req as TimedRequest
}

/**
 * The clock that the limits look at stands still until the test moves it. Sockets and all that Node
 * does by itself go on as ever.
 */
function holdTime(): void {
  jest.useFakeTimers({
    doNotFake: [
      'Date',
      'hrtime',
      'nextTick',
      'queueMicrotask',
      'setImmediate',
      'clearImmediate',
      'setInterval',
      'clearInterval',
    ],
  })
}

/** Holds the time in each test of a file, and lets go of it and of the scene after it. */
export function holdTimeInEach(): void {
  beforeEach(holdTime)
  afterEach(async () => {
    await cleanUp()
    jest.useRealTimers()
  })
}

export function pass(ms: number): void {
  jest.advanceTimersByTime(ms)
}

/** How connect-timeout's README stops the flow. */
export const haltOnTimedout: Middleware = (req, _res, next) => {
  if (!timed(req).timedout) next()
}

/** An error handler of an application that customizes the response by what the error tells. */
export const tellError: ErrorMiddleware = (error, _req, res, _next) => {
  const { status, message, timeout } = error as Error & { status?: number; timeout?: number }
  res.statusCode = status ?? 500
  res.end(`${message} after ${timeout}ms`)
}

/** An application without anything of this package around the layers. */
export function bare(
  kind: ServerKind,
  layers: readonly Middleware[],
  options: SceneOptions = {},
): Promise<Scene> {
  return open(kind, layers, { detect: false, errors: false, lastResort: tellError, ...options })
}

/** Mounts the layers on a path, in the way of the framework. */
export function route(kind: ServerKind, path: string, ...layers: Middleware[]): Middleware {
  if (kind === 'connect') {
    const app = connect()
    for (const layer of layers) app.use(path, layer as connect.NextHandleFunction)
    return app
  }
  const router = (kind === 'express4' ? express4.Router() : express.Router()) as express.Router
  router.all(path, ...(layers as unknown as express.RequestHandler[]))
  return router as unknown as Middleware
}

/** A handler that hands its request to the test, which is told of each `'timeout'` too. */
export function watched(first: (held: Held) => void = () => undefined) {
  const events = new Inbox<readonly unknown[]>('timeout event')
  const { layer, held } = holding((mine) => {
    mine.req.on('timeout', (...args: unknown[]) => events.push(args))
    first(mine)
  })
  return { layer, held, events }
}
