import type { ServerHttp2Stream } from 'node:http2'
import { ProgressGuard } from './deadline/progress-guard.js'
import type { Exchange } from './exchange.js'
import { takenByKernel } from './kernel-bytes.js'
import { PROGRESS_TICK_MS, unwatch, watch, type Watched } from './progress.js'

/** More than this pending is one large write, of which the stream does not tell how far it is. */
const LARGE_WRITE_BYTES = 128 * 1024

/** Less than this is no data, but an answer to a ping or the like. */
const DATA_BYTES = 256

interface Seen {
  /** Bytes that came, or what stands for them. */
  readonly received: number
  /** Bytes handed to HTTP/2, which takes the next write when the one before is out. */
  readonly handed: number
  readonly pending: number
  /** What the kernel took of all streams together; looked at during a large write only. */
  readonly taken: number
}

/**
 * What moves on a stream of HTTP/2, as coarse as Node tells it there: a write is seen to have moved
 * when all of it has. Of one that is larger than 128 KB nothing can be told until then, so that it
 * counts as moving as long as anything does on its connection. There is no rate.
 */
export class Http2Progress implements Watched {
  previousWatched: Watched | null = null
  nextWatched: Watched | null = null
  /** `performance.now()` when something was last seen to move. */
  at = performance.now()
  readonly #stream: ServerHttp2Stream
  readonly #exchange: Exchange
  #guard: ProgressGuard | null = null
  #seen: Seen

  constructor(stream: ServerHttp2Stream, exchange: Exchange) {
    this.#stream = stream
    this.#exchange = exchange
    this.#seen = stateOf(stream)
    watch(this)
  }

  look(now: number): void {
    const before = this.#seen
    const seen = (this.#seen = stateOf(this.#stream))
    const moved =
      seen.received !== before.received ||
      seen.handed !== before.handed ||
      seen.pending < before.pending ||
      seen.taken - before.taken >= DATA_BYTES
    if (moved) this.at = now
    if (this.#exchange.deadline.limits?.watchesProgress !== true) return
    const began = Math.max(this.#exchange.began, now - PROGRESS_TICK_MS)
    this.#guard ??= new ProgressGuard(this.#exchange, began)
    this.#guard.look(now, Infinity, Infinity, moved)
  }

  stop(): void {
    unwatch(this)
  }
}

function stateOf(stream: ServerHttp2Stream): Seen {
  const { writableLength: pending } = stream
  const { bytesRead, bytesWritten } = countersOf(stream)
  const isLarge = pending > LARGE_WRITE_BYTES && stream.session?.destroyed === false
  return {
    received: bytesRead ?? stream.state.localWindowSize ?? 0,
    handed: bytesWritten ?? pending,
    pending,
    taken: isLarge ? (takenByKernel(stream.session.socket) ?? 0) : 0,
  }
}

interface Counters {
  readonly bytesRead?: number
  readonly bytesWritten?: number
}

let kHandle: symbol | undefined

/** A socket tells its counters; a stream keeps them in its handle, under a symbol of Node's own. */
function countersOf(stream: ServerHttp2Stream): Counters {
  kHandle ??= Object.getOwnPropertySymbols(stream).find(
    ({ description }) => description === 'kHandle',
  )
  if (kHandle === undefined) return {}
  return (stream as unknown as Record<symbol, Counters | undefined>)[kHandle] ?? {}
}
