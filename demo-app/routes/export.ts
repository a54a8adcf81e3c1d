import { once } from 'node:events'
import type { Handler } from '../measure/handler-meter.js'
import type { SignalOf } from '../app.js'

const PART = Buffer.from('lamp;19.90;in stock\n'.repeat(3277))

/** Much CSV, written with an eye on backpressure. A response that is gone never drains, though. */
export function exportRows(signalOf: SignalOf): Handler {
  return async (req, res) => {
    res.type('text/csv')
    for (let part = 0; part < Number(req.params['parts']); part++) {
      if (!res.write(PART)) await once(res, 'drain', { signal: signalOf(req) })
    }
    res.end()
  }
}
