import type { EventEmitter } from 'node:events'
import type { Exchange } from './exchange.js'

/**
 * Notes what is done with a response whose client is gone, and listens on no other: whether somebody
 * waits for it to close when it has closed already, as a `pipeline` does that is started too late;
 * and when a handler ends it that worked on for nobody. HTTP/2 does not tell of the latter.
 */
export function noteLateUse(exchange: Exchange): void {
  const res: EventEmitter = exchange.res
  const onNewListener = (event: string | symbol): void => {
    if (event !== 'close') return
    exchange.noteUsedLate()
    res.off('newListener', onNewListener)
  }
  res.on('newListener', onNewListener)
  // Emitted by `res.end()`, where nothing can be sent either; `'finish'` is not, on every Node.
  res.once('prefinish', () => {
    exchange.tellLate('end')
  })
}
