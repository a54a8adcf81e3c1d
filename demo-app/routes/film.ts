import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import type { Handler } from '../measure/handler-meter.js'
import type { Shop, SignalOf } from '../app.js'

/** A file that is piped. `pipe` closes nothing when the other end goes away; the signal does. */
export function film(shop: Shop, signalOf: SignalOf): Handler {
  return (req, res, next) => {
    res.type('video/mp4')
    const file = createReadStream(join(shop.folder, 'film.bin'), { signal: signalOf(req) })
    file.on('error', next)
    file.pipe(res)
  }
}
