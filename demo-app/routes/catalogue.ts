import { pipeline } from 'node:stream/promises'
import type { Handler } from '../measure/handler-meter.js'
import type { Shop } from '../app.js'

/** Passes on what the supplier's server sends. That one resets a connection now and then. */
export function catalogue(shop: Shop): Handler {
  return async (req, res) => {
    const number = String(req.params['number'])
    const answer = await shop.services.catalogue(number, req.get('x-request-id'))
    res.type('application/octet-stream')
    await pipeline(answer, res)
  }
}
