import { join } from 'node:path'
import type { Handler } from '../measure/handler-meter.js'
import type { Shop } from '../app.js'

/** A download, as Express documents it. */
export function download(shop: Shop): Handler {
  return (_req, res, next) => {
    res.download(join(shop.folder, 'download.bin'), (error: unknown) => {
      if (error) next(error)
    })
  }
}
