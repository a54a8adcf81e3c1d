import {
  reportError,
  type AnyResponse,
  type Exchange,
  type NextFunction,
  type Passed,
} from '../../exchange/index.js'
import type { RequestTimeoutError } from '../../errors/index.js'
import { answerTimeout } from '../answer.js'
import { errorHandlerOf } from '../error-handler/mounted.js'
import { sealResponse } from './seal.js'

/** How long the application's error handlers may take to answer a timeout before it is answered for them. */
const ANSWER_WITHIN_MS = 5_000

/**
 * A limit has passed. The first cause wins: a client that has left is not timed out. The signal is
 * aborted at once; the answer comes after the grace, if the handler has not begun one by then.
 */
export function expire(exchange: Exchange, passed: Passed, next: NextFunction | null): void {
  expireWith(exchange, passed, next, (error) => error)
}

/** The same, where the application's error handlers are given an error of another shape. */
export function expireWith(
  exchange: Exchange,
  passed: Passed,
  next: NextFunction | null,
  shape: (error: RequestTimeoutError) => unknown,
): void {
  const { res, link } = exchange
  if (link.departure() !== null) return
  const begun = stateOf(res) !== 'none'
  const error = exchange.expire(passed)
  const proceed = (): void => {
    answer(exchange, error, next, shape(error))
  }
  if (begun) {
    cut(exchange, error)
  } else if (passed.limits.graceMs > 0) {
    const grace = setTimeout(proceed, passed.limits.graceMs)
    grace.unref()
    exchange.onSettled(() => {
      clearTimeout(grace)
    })
  } else {
    proceed()
  }
}

/** The client must not take the part of an answer for the whole. */
function cut(exchange: Exchange, error: RequestTimeoutError): void {
  const { observers } = exchange.reporting
  reportError(exchange, observers, error, { origin: 'timeout', rule: 'limit-passed', quiet: false })
  sealResponse(exchange)
  exchange.link.cut()
}

/** Hands the error to the application's error handlers, and seals the response for all others. */
function answer(
  exchange: Exchange,
  error: RequestTimeoutError,
  next: NextFunction | null,
  shaped: unknown,
): void {
  // A listener of the signal, or the handler in its grace, may have answered or begun to.
  const state = stateOf(exchange.res)
  if (state === 'begun' || exchange.ending !== null) return
  const seal = sealResponse(exchange)
  if (state === 'ended') return
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
    const noNext = (): void => {
      answerTimeout(exchange, error)
    }
    if (errorHandler !== null) errorHandler(shaped, exchange.req, exchange.res, next ?? noNext)
    else if (next === null) noNext()
    else next(shaped)
  })
}

function stateOf(res: AnyResponse): 'none' | 'begun' | 'ended' {
  if (res.writableEnded) return 'ended'
  return res.headersSent ? 'begun' : 'none'
}
