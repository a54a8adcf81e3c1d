import type { AnyRequest, AnyResponse } from '../../exchange/index.js'
import type { ErrorMiddleware } from './index.js'

/** An error handler of the application's, which may be async. */
export type AnyErrorHandler = (...args: Parameters<ErrorMiddleware>) => unknown

/** What becomes of an error that every handler has passed on; of none where one says it is dealt with. */
export type Last = (error?: unknown) => void

/** Calls error handlers one after the other, as a router does, and leaves the router where it is. */
export function callInTurn(
  handlers: readonly AnyErrorHandler[],
  error: unknown,
  req: AnyRequest,
  res: AnyResponse,
  last: Last,
): void {
  const [handler, ...others] = handlers
  if (handler === undefined) {
    last(error)
    return
  }
  const goOn = (passed: unknown): void => {
    callInTurn(others, passed, req, res, last)
  }
  try {
    const result = handler(error, req, res, (passed?: unknown) => {
      // Without an error it means: on to the next handler of requests, of which there is none here.
      if (passed) goOn(passed)
      else last()
    })
    // An async handler is one that may reject, which Express 5 passes on.
    if (result instanceof Promise) result.catch(goOn)
  } catch (thrown) {
    goOn(thrown)
  }
}
