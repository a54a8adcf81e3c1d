import { AsyncLocalStorage } from 'node:async_hooks'

/**
 * Tells the error handlers that answer a timeout from the handler that is late: both hold the same
 * response. What `next(err)` started, also after an `await`, runs in a context of its own.
 *
 * Up to Node 22 a storage in use slows every promise of the process, so it is switched off again
 * when the last of the answers is out. Weakly, since whatever an answer starts may outlive it: Node's
 * own timer of a kept connection does.
 */
const storage = new AsyncLocalStorage<WeakRef<object>>()
let open = 0

/** Runs `fn` as the answer to `token`. */
export function runAnswering(token: object, fn: () => void): void {
  storage.run(new WeakRef(token), fn)
}

/** True where the running code belongs to the answer to `token`. */
export function isAnswering(token: object): boolean {
  return open > 0 && storage.getStore()?.deref() === token
}

export function answeringBegins(): void {
  open++
}

export function answeringEnds(): void {
  open--
  if (open === 0) storage.disable()
}
