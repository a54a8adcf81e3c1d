import type { EventEmitter } from 'node:events'

/** Told of each SIGPIPE, with the time in ms since the epoch. */
export type Teller = (at: number) => void

const tellers = new Set<Teller>()

/**
 * Tells of each SIGPIPE. Returns a function that ends it.
 *
 * Node ignores the signal until it gets a first listener; once the last one is removed, the signal
 * has its default action, and the next write to a broken pipe ends the process. So one listener of
 * ours stays for good, also after the last teller has left.
 */
export function onSigpipe(tell: Teller): () => void {
  keepListener()
  tellers.add(tell)
  return () => void tellers.delete(tell)
}

/** Looks each time, since `process.removeAllListeners()` takes both without a word. */
function keepListener(): void {
  const events: EventEmitter = process
  if (!events.listeners('SIGPIPE').includes(listener)) events.on('SIGPIPE', listener)
  if (events.listeners('removeListener').includes(putBack)) return
  // Before Node's own: that takes the signal's handler away when it finds no listener left.
  events.prependListener('removeListener', putBack)
}

function putBack(event: string | symbol, removed: unknown): void {
  if (event === 'SIGPIPE' && removed === listener) process.on('SIGPIPE', listener)
}

function listener(): void {
  const at = Date.now()
  for (const tell of tellers) tell(at)
}
