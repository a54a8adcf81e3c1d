import type { EventEmitter } from 'node:events'
import type { Exchange } from './exchange.js'

/**
 * Notes whether somebody waits for the response to close when it has closed already, as a
 * `pipeline` does that is started too late. Listens only on a response whose client is gone.
 */
export function noteLateUse(exchange: Exchange): void {
  const res: EventEmitter = exchange.res
  const onNewListener = (event: string | symbol): void => {
    if (event !== 'close') return
    exchange.noteUsedLate()
    res.off('newListener', onNewListener)
  }
  res.on('newListener', onNewListener)
}
