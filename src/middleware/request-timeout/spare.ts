import type { AnyResponse } from '../../exchange/index.js'

/**
 * `pipeline(source, res, { signal })` destroys the response when the signal is aborted, and with it
 * the connection on which the timeout is to be answered. As long as no answer has begun that is
 * dropped. Returns what ends it.
 */
export function spareUnanswered(res: AnyResponse): () => void {
  const own = Object.getOwnPropertyDescriptor(res, 'destroy')
  const destroy = (res as { destroy: (this: unknown, error?: Error) => unknown }).destroy
  const spare = (error?: Error): unknown => (res.headersSent ? destroy.call(res, error) : res)
  Reflect.defineProperty(res, 'destroy', { configurable: true, writable: true, value: spare })
  return () => {
    // Somebody may have wrapped it in the meantime.
    if (Reflect.get(res, 'destroy') !== spare) return
    if (own === undefined) Reflect.deleteProperty(res, 'destroy')
    else Reflect.defineProperty(res, 'destroy', own)
  }
}
