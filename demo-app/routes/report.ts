import type { Handler } from '../measure/handler-meter.js'
import type { Shop, SignalOf } from '../app.js'

/** A slow report: one query after the other, so that it is as slow as the way to the upstream. */
export function report(shop: Shop, signalOf: SignalOf): Handler {
  return async (req, res) => {
    const rows: unknown[] = []
    for (let page = 1; page <= Number(req.params['pages']); page++) {
      rows.push(await shop.services.rows(page, req.get('x-request-id'), signalOf(req)))
    }
    res.json(rows)
  }
}
