import { checkFunction, HangupError } from '../errors/index.js'

// Express and Connect hand over their own request types, so what a handler takes is its own affair.
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- any handler's parameters
type Handler = (...args: any[]) => unknown

/**
 * Brings what an async handler rejects with to `next(err)`, which Express 5 does by itself and
 * Express 4 and Connect do not. Takes handlers `(req, res, next)` and error handlers
 * `(err, req, res, next)`. A handler that rejects with nothing (`throw null`) would be taken for one
 * that succeeded: it is passed on as an error.
 *
 * @throws HangupError `ERR_HANGUP_OPTION` where `fn` is no function.
 * @example
 * ```ts
 * app.get('/report', wrapHandler(async (req, res) => {
 *   res.json(await report(abortSignal(req)))
 * }))
 * ```
 */
export function wrapHandler<T extends Handler>(fn: T): (...args: Parameters<T>) => void {
  checkFunction('wrapHandler', fn)
  const run = async (args: unknown[]): Promise<void> => {
    const next = args[args.length - 1] as (error: unknown) => void
    try {
      await fn(...args)
    } catch (error) {
      next(nonEmpty(error))
    }
  }
  // Express and Connect tell an error handler from others by the number of its parameters.
  const wrapped: unknown =
    fn.length === 4
      ? function wrappedErrorHandler(error: unknown, req: unknown, res: unknown, next: unknown) {
          void run([error, req, res, next])
        }
      : function wrappedHandler(req: unknown, res: unknown, next: unknown) {
          void run([req, res, next])
        }
  return wrapped as (...args: Parameters<T>) => void
}

function nonEmpty(error: unknown): unknown {
  if (error) return error
  return new HangupError('ERR_HANGUP_EMPTY_REJECTION', `A handler rejected with ${String(error)}`, {
    cause: error,
  })
}
