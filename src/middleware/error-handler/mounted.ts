import type { Exchange } from '../../exchange/index.js'
import type { AnyErrorHandler } from './in-turn.js'
import type { ErrorMiddleware } from './index.js'

const mark = Symbol.for('express-hangup.error-handler')

/** Marks an error handler of ours, so that one of another copy of the package is found too. */
export function markErrorHandler(handler: ErrorMiddleware): ErrorMiddleware {
  Object.defineProperty(handler, mark, { value: true })
  return handler
}

interface Layer {
  readonly handle?: unknown
  /** Express 5: mounted at the root. */
  readonly slash?: boolean
  /** Express 4: the same. */
  readonly regexp?: { readonly fast_slash?: boolean }
  /** Connect: the same where it is empty; on Express a route, which handles no errors from outside. */
  readonly route?: unknown
}

interface App {
  readonly _router?: { readonly stack?: readonly Layer[] }
  readonly router?: { readonly stack?: readonly Layer[] }
  readonly stack?: readonly Layer[]
}

/** Error handlers in the order in which an error reaches them. */
export interface MountedHandlers {
  readonly handlers: readonly AnyErrorHandler[]
  /** True where those are all, and none behind them is mounted on a path. */
  readonly all: boolean
}

/**
 * The error handlers that an error of this request would reach, where the first of them is ours.
 *
 * A router keeps one position for a request. A timeout that goes through `next(err)` moves it past
 * the error handlers, so that what the late handler rejects with would go on behind them: past ours,
 * to one that logs it. So they are called without the router's `next`, where they can be found.
 */
export function mountedHandlers(exchange: Exchange): MountedHandlers | null {
  for (const stack of stacksOf(exchange)) {
    const layers = stack.filter(({ handle }) => typeof handle === 'function' && handle.length === 4)
    const [first] = layers
    if (first === undefined) continue
    const end = layers.findIndex((layer) => !isAtRoot(layer))
    if (end === 0 || (first.handle as Record<symbol, unknown>)[mark] !== true) return null
    const handlers = layers.slice(0, end === -1 ? undefined : end).map(({ handle }) => handle)
    return { handlers: handlers as AnyErrorHandler[], all: end === -1 }
  }
  return null
}

/** True where a router serves the request, whose `next` takes errors whatever its parameters. */
export function isRouted(exchange: Exchange): boolean {
  return stacksOf(exchange).length > 0
}

function isAtRoot({ slash, regexp, route }: Layer): boolean {
  return slash === true || regexp?.fast_slash === true || route === ''
}

/** The stack of the Express application, or of the Connect application that serves. */
function stacksOf(exchange: Exchange): ReadonlyArray<readonly Layer[]> {
  const { app } = exchange.req as { app?: App & { readonly parent?: App } }
  const apps: App[] =
    app === undefined
      ? listenersOf(exchange)
      : [app, ...(app.parent === undefined ? [] : [app.parent])]
  return apps.map(stackOf).filter((stack) => stack !== undefined)
}

function stackOf(app: App): readonly Layer[] | undefined {
  // Express 4 has a `router` that throws when it is read.
  return app.stack ?? (app._router ?? app.router)?.stack
}

function listenersOf({ req, res }: Exchange): App[] {
  // `pipeline(req, target)` takes the socket off the request when it fails.
  const socket = (req as { socket: object | null }).socket ?? res.socket
  const { server } = (socket as { server?: NodeJS.EventEmitter } | null) ?? {}
  return (server?.listeners('request') ?? []) as unknown as App[]
}
