import type { IncomingMessage, ServerResponse } from 'node:http'

export type Next = (error?: unknown) => void

/** The shape that Express, Connect and plain `node:http` have in common. */
export type Middleware = (req: IncomingMessage, res: ServerResponse, next: Next) => unknown

export type ErrorMiddleware = (
  error: unknown,
  req: IncomingMessage,
  res: ServerResponse,
  next: Next,
) => unknown

/** What each kind of server can be given, in the order in which it shall run. */
export interface App {
  use(...layers: (Middleware | ErrorMiddleware)[]): unknown
}

export type RequestListener = (req: IncomingMessage, res: ServerResponse) => void
