import type { AnyResponse, Exchange, NextFunction } from '../../exchange/index.js'
import { answerTimeout } from '../answer.js'
import { errorHandlerOf } from '../error-handler/mounted.js'
import { sealResponse } from './seal.js'

/** How long the application's error handlers may take to answer a timeout before it is answered for them. */
const ANSWER_WITHIN_MS = 5_000

/**
 * The limit has passed. The first cause wins: a client that has left is not timed out, and nor is
 * an exchange whose header is out, since that is what the limit is for.
 */
export function expire(exchange: Exchange, limitMs: number, next: NextFunction): void {
  const { res, link } = exchange
  if (link.departure() !== null || res.headersSent) return
  const error = exchange.expire(limitMs)
  // A listener of the signal may have begun to answer, which is the handler's right until here.
  const answer = stateOf(res)
  if (answer === 'begun') return
  const seal = sealResponse(exchange)
  if (answer === 'ended') return
  const answerForThem = setTimeout(() => {
    seal.run(() => {
      answerTimeout(exchange, error)
    })
  }, ANSWER_WITHIN_MS)
  answerForThem.unref()
  seal.whenAnswered(() => {
    clearTimeout(answerForThem)
  })
  seal.run(() => {
    const errorHandler = errorHandlerOf(exchange.req)
    if (errorHandler === null) next(error)
    else errorHandler(error, exchange.req, res, next)
  })
}

function stateOf(res: AnyResponse): 'none' | 'begun' | 'ended' {
  if (res.writableEnded) return 'ended'
  return res.headersSent ? 'begun' : 'none'
}
