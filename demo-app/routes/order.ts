import type { Handler } from '../measure/handler-meter.js'
import type { Shop } from '../app.js'

const CHECKS = 5

/**
 * An order asks several services, then writes to the database. It takes no signal on purpose: an
 * order is carried out also when the customer does not wait for the answer. So the database may
 * fail while the customer is gone, and somebody has to hear of it.
 */
export function order(shop: Shop): Handler {
  return async (req, res) => {
    const { number } = req.body as { number: number }
    for (let check = 1; check <= CHECKS; check++) {
      await shop.services.rows(check, req.get('x-request-id'))
    }
    await shop.database.transaction(async (run) => {
      await run(`BEGIN ${String(number)} ${String(req.get('x-request-id'))}`)
      await run(`INSERT ${JSON.stringify(req.body)}`)
      await run('COMMIT')
    })
    res.status(201).json({ number })
  }
}
