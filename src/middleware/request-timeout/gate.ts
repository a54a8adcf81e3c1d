import type { Exchange } from '../../exchange/index.js'
import { isAnswering } from './answering.js'

/**
 * Who may use a sealed response: what answers the timeout, until the answer is given. After that it
 * is as late as the handler: finalhandler, which waits for the rest of an upload, may find that its
 * request was answered in the meantime.
 */
export class Gate {
  readonly #exchange: Exchange
  #inside = 0

  constructor(exchange: Exchange) {
    this.#exchange = exchange
  }

  get isOpen(): boolean {
    // HTTP/2 writes its header when the response has ended already, from within `end`.
    if (this.#inside > 0) return true
    return isAnswering(this.#exchange) && !this.#exchange.res.writableEnded
  }

  /** Runs what was let through, and with it all that it does itself. */
  through<T>(fn: () => T): T {
    this.#inside++
    try {
      return fn()
    } finally {
      this.#inside--
    }
  }
}
