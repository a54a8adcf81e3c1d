import type { EventEmitter } from 'node:events'

const used = new WeakSet<EventEmitter>()

/**
 * Notes whether somebody waits for the response to close when it has closed already, as a
 * `pipeline` does that is started too late. Listens only on a response whose client is gone.
 */
export function noteLateUse(res: EventEmitter): void {
  const onNewListener = (event: string | symbol): void => {
    if (event !== 'close') return
    used.add(res)
    res.off('newListener', onNewListener)
  }
  res.on('newListener', onNewListener)
}

/** True where somebody began to use the response after its client had gone. */
export function wasUsedLate(res: EventEmitter): boolean {
  return used.has(res)
}
