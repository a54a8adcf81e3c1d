import type { Response } from 'express'
import type { Handler } from '../measure/handler-meter.js'
import type { Shop, SignalOf } from '../app.js'

const STEPS = 25

/** The progress of an import, as server-sent events. */
export function events(shop: Shop, signalOf: SignalOf): Handler {
  return async (req, res) => {
    res.type('text/event-stream').flushHeaders()
    for (let step = 1; step <= STEPS; step++) {
      await shop.services.rows(step, req.get('x-request-id'), signalOf(req))
      await send(res, `data: ${String(step)} of ${String(STEPS)}\n\n`)
    }
    res.end()
  }
}

function send(res: Response, event: string): Promise<void> {
  return new Promise((resolve, reject) => {
    res.write(event, (error) => {
      if (error) reject(error)
      else resolve()
    })
  })
}
