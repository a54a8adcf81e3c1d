import type { ServerHttp2Stream } from 'node:http2'
import { ProgressGuard } from './deadline/progress-guard.js'
import type { Exchange } from './exchange.js'
import { unwatch, watch, type Watched } from './progress.js'

/**
 * What moves on a stream of HTTP/2. Node counts no bytes there: what is left to write and the
 * window for what may come change when bytes move. That sees progress, to the size of a frame on
 * the way out and of a window update on the way in, and no rate.
 */
export class Http2Progress implements Watched {
  previousWatched: Watched | null = null
  nextWatched: Watched | null = null
  /** `performance.now()` when something was last seen to move. */
  at = performance.now()
  readonly #stream: ServerHttp2Stream
  readonly #exchange: Exchange
  #guard: ProgressGuard | null = null
  #seen = ''

  constructor(stream: ServerHttp2Stream, exchange: Exchange) {
    this.#stream = stream
    this.#exchange = exchange
    this.#seen = stateOf(stream)
    watch(this)
  }

  look(now: number): void {
    const seen = stateOf(this.#stream)
    const moved = seen !== this.#seen
    this.#seen = seen
    if (moved) this.at = now
    if (this.#exchange.deadline.limits?.watchesProgress !== true) return
    this.#guard ??= new ProgressGuard(this.#exchange, this.#exchange.began)
    this.#guard.look(now, Infinity, Infinity, moved)
  }

  stop(): void {
    unwatch(this)
  }
}

function stateOf(stream: ServerHttp2Stream): string {
  const { localWindowSize = 0 } = stream.state
  return `${String(stream.writableLength)} ${String(stream.readableLength)} ${String(localWindowSize)}`
}
