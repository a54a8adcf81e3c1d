import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Middleware, Next } from '../harness/http-shapes.js'

export type Layer = Middleware

/** An async handler whose rejection goes to `next`, on servers that do not see to that too. */
export function asyncLayer(
  handle: (req: IncomingMessage, res: ServerResponse, next: Next) => Promise<void>,
): Middleware {
  return (req, res, next) => {
    handle(req, res, next).catch(next)
  }
}
