import { HangupError } from '../../errors/index.js'

/** What a store calls back with. */
export type StoreCallback = (error?: unknown, result?: unknown) => void

/** A call to a store, as a promise. */
export interface StoreCall {
  /** The method's name, for messages. */
  readonly method: string
  readonly store: string
  readonly timeoutMs: number
  /** True where a promise that the method returns tells its end as well as the callback does. */
  readonly promised?: boolean
}

/**
 * Makes one call to a store, and waits for its callback at most `timeoutMs`. A store that throws
 * instead, returns a promise that rejects, or calls back twice is none the worse for it.
 *
 * That a promise is fulfilled is no answer of a store's: an `async` method may call back later.
 */
export function callStore(
  { method, store, timeoutMs, promised = false }: StoreCall,
  start: (callback: StoreCallback) => unknown,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => {
      clearTimeout(timer)
      reject(asError(error, method))
    }
    const done = (result: unknown): void => {
      clearTimeout(timer)
      resolve(result)
    }
    const timer = setTimeout(() => {
      const message = `${store} did not call back from ${method} within ${timeoutMs} ms`
      fail(new HangupError('ERR_HANGUP_STORE_TIMEOUT', message))
    }, timeoutMs)
    timer.unref()
    try {
      const returned = start((error, result) => {
        if (error === undefined || error === null) done(result)
        else fail(error)
      })
      if (isThenable(returned)) returned.then(promised ? done : undefined, fail)
    } catch (error) {
      fail(error)
    }
  })
}

/** True for the error of a store that did not call back. */
export function isTimeout(error: unknown): boolean {
  return error instanceof HangupError && error.code === 'ERR_HANGUP_STORE_TIMEOUT'
}

function asError(error: unknown, method: string): Error {
  return error instanceof Error ? error : new Error(`${method} failed`, { cause: error })
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as { then?: unknown }).then === 'function'
  )
}
