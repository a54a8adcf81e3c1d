import type { NextFunction, Request, RequestHandler, Response } from 'express'
import type { Tell } from './messages.js'

export type Handler = (req: Request, res: Response, next: NextFunction) => unknown

/**
 * Tells when a handler starts, when its response is closed, and when it ends. What it still does
 * after the response is closed is work for nobody.
 */
export function handlerMeter(tell: Tell): (handler: Handler) => RequestHandler {
  return (handler) => async (req, res, next) => {
    const requestId = req.get('x-request-id') ?? '-'
    let goneAt = res.closed ? Date.now() : null
    tell({ type: 'started', requestId })
    res.once('close', () => {
      goneAt = Date.now()
      tell({ type: 'gone', requestId, at: goneAt })
    })
    try {
      await handler(req, res, next)
    } finally {
      tell({ type: 'ended', requestId, wastedMs: goneAt === null ? 0 : Date.now() - goneAt })
    }
  }
}
