import type { Handler } from '../measure/handler-meter.js'
import type { Shop, SignalOf } from '../app.js'

const STEPS = 5

/** The progress of an import, as server-sent events. It stops where an event could not be sent. */
export function events(shop: Shop, signalOf: SignalOf): Handler {
  return async (req, res) => {
    let failure: Error | undefined
    res.type('text/event-stream').flushHeaders()
    for (let step = 1; step <= STEPS; step++) {
      await shop.services.rows(step, req.get('x-request-id'), signalOf(req))
      if (failure) throw failure
      res.write(`data: ${String(step)} of ${String(STEPS)}\n\n`, (error) => {
        failure ??= error ?? undefined
      })
    }
    res.end()
  }
}
