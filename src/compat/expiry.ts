import type { IncomingMessage } from 'node:http'
import type { AnyRequest, Exchange, ExpiryAction } from '../exchange/index.js'
import { expireWith } from '../middleware/internal.js'
import { sealResponse } from '../middleware/request-timeout/seal.js'
import { ResponseTimeoutError } from './response-timeout-error.js'

/** What connect-timeout puts on a request. */
export interface TimedRequest {
  timedout: boolean
  clearTimeout: () => void
}

/**
 * What happens when the limit passes, in connect-timeout's order: `timedout` is set, the error goes
 * to `next`, and `'timeout'` is emitted with the delay.
 */
export function expiryOf(delayMs: number, respond: boolean): ExpiryAction {
  return (exchange, passed, next) => {
    if (exchange.link.departure() !== null) return
    const req = exchange.req as AnyRequest & TimedRequest
    let told = false
    const tell = (): void => {
      if (told) return
      told = true
      ;(req as IncomingMessage).emit('timeout', delayMs)
    }
    req.timedout = true
    if (respond) {
      // A listener may answer instead of an error handler, so it runs where those run: the seal
      // takes it for a late handler otherwise. Once one of those has answered it is late.
      const nextThenTell = (error: unknown): void => {
        next?.(error)
        if (!exchange.res.headersSent) tell()
      }
      const shape = (error: unknown) => new ResponseTimeoutError(delayMs, error)
      expireWith(exchange, passed, next && nextThenTell, shape)
      tell()
    } else {
      exchange.expire(passed)
      tell()
      sealOnceAnswered(exchange)
    }
  }
}

/**
 * With `respond: false` anybody may answer, the listener as well as the late handler, and the first
 * one does.
 */
function sealOnceAnswered(exchange: Exchange): void {
  if (exchange.res.writableEnded) sealResponse(exchange)
  else exchange.res.once('finish', () => sealResponse(exchange))
}
