import {
  reportError,
  type AnyResponse,
  type Exchange,
  type NextFunction,
  type Passed,
} from '../../exchange/index.js'
import type { RequestTimeoutError } from '../../errors/index.js'
import { answerTimeout, refuseRest } from '../answer.js'
import { callInTurn } from '../error-handler/in-turn.js'
import { isRouted, mountedHandlers } from '../error-handler/mounted.js'
import { runAnswering } from './answering.js'
import { sealResponse } from './seal.js'
import { spareUnanswered } from './spare.js'

/** How long the application's error handlers may take to answer a timeout before it is answered for them. */
const ANSWER_WITHIN_MS = 5_000

/** How long the client may take to read an answer after that before it is cut. */
const TAKE_WITHIN_MS = 30_000

/** How a timeout is handed to the application's error handlers. */
interface Manner {
  /** What they are given for the error. */
  readonly shape: (error: RequestTimeoutError) => unknown
  /** True where the rest of an upload is not waited for. */
  readonly refusesRest: boolean
}

const ours: Manner = { shape: (error) => error, refusesRest: true }

/**
 * A limit has passed. The first cause wins: a client that has left is not timed out. The signal is
 * aborted at once; the answer comes after the grace, if the handler has not begun one by then.
 */
export function expire(exchange: Exchange, passed: Passed, next: NextFunction | null): void {
  expireAs(ours, exchange, passed, next, passed.limits.graceMs)
}

/** The same for a request that has not come to its handler, which needs no grace. */
export function expireAtOnce(exchange: Exchange, passed: Passed, next: NextFunction | null): void {
  expireAs(ours, exchange, passed, next, 0)
}

/** The same, where the application's error handlers are given an error of another shape. */
export function expireWith(
  exchange: Exchange,
  passed: Passed,
  next: NextFunction | null,
  shape: (error: RequestTimeoutError) => unknown,
): void {
  expireAs({ shape, refusesRest: false }, exchange, passed, next, passed.limits.graceMs)
}

function expireAs(
  manner: Manner,
  exchange: Exchange,
  passed: Passed,
  next: NextFunction | null,
  graceMs: number,
): void {
  const { res, link } = exchange
  if (link.departure() !== null) return
  if (stateOf(res) !== 'none') {
    cut(exchange, exchange.expire(passed))
    return
  }
  const lift = spareUnanswered(res)
  const error = exchange.expire(passed)
  const proceed = (): void => {
    lift()
    answer(manner, exchange, error, next)
  }
  if (graceMs > 0) unlessSettled(exchange, graceMs, proceed)
  else proceed()
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
  { shape, refusesRest }: Manner,
  exchange: Exchange,
  error: RequestTimeoutError,
  next: NextFunction | null,
): void {
  const { res } = exchange
  if (exchange.ending !== null) return
  waitForAnswer(exchange, error)
  // A listener of the signal, or the handler in its grace, may have answered or begun to.
  const state = stateOf(res)
  if (state === 'begun') return
  sealResponse(exchange)
  if (state === 'ended') return
  runAnswering(exchange, () => {
    if (refusesRest) refuseRest(exchange)
    handOver(exchange, error, next, shape(error))
  })
}

function handOver(
  exchange: Exchange,
  error: RequestTimeoutError,
  next: NextFunction | null,
  shaped: unknown,
): void {
  const { req, res } = exchange
  const noNext = (): void => {
    answerTimeout(exchange, error)
  }
  const mounted = mountedHandlers(exchange)
  if (mounted === null) {
    // Without a router, `limit(req, res, () => …)` goes on with the handler, whatever it is given.
    if (next === null || (next.length === 0 && !isRouted(exchange))) noNext()
    else next(shaped)
    return
  }
  callInTurn(mounted.handlers, shaped, req, res, (error?: unknown) => {
    const isNews = error !== undefined && (error !== shaped || !mounted.all)
    if (isNews && next !== null) next(error)
    else noNext()
  })
}

/** An answer that nobody gives is given, and one that nobody ends or takes is cut. */
function waitForAnswer(exchange: Exchange, error: RequestTimeoutError): void {
  unlessSettled(exchange, ANSWER_WITHIN_MS, () => {
    runAnswering(exchange, () => {
      answerTimeout(exchange, error)
    })
    unlessSettled(exchange, TAKE_WITHIN_MS, () => {
      exchange.link.cut()
    })
  })
}

function unlessSettled(exchange: Exchange, ms: number, fn: () => void): void {
  const timer = setTimeout(fn, ms)
  timer.unref()
  exchange.onSettled(() => {
    clearTimeout(timer)
  })
}

function stateOf(res: AnyResponse): 'none' | 'begun' | 'ended' {
  if (res.writableEnded) return 'ended'
  return res.headersSent ? 'begun' : 'none'
}
