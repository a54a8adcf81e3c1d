import type { Http2Session } from 'node:http2'
import { cutSession, hasExchanges, reportConnection, takenByKernel } from '../../exchange/index.js'
import type { Observer } from '../../types/index.js'
import type { Connections } from './connections.js'
import type { GuardedServer } from './kinds.js'

const noAnswer = { kind: 'client-error', code: 'ETIMEDOUT', closure: 'none' } as const

/**
 * Ends connections of HTTP/2 whose peer no longer answers. A limit that passes ends one stream, and
 * the connection under it would stay until TCP gives up, a quarter of an hour later where bytes are
 * on their way: the probes of TCP wait for those.
 */
export function pingSessions(
  server: GuardedServer,
  { http2 }: Connections,
  observers: readonly Observer[],
  pingMs: number,
): void {
  const pulses = new WeakMap<object, Pulse>()
  let timer: NodeJS.Timeout | null = null

  const round = (): void => {
    for (const { session } of http2.values()) {
      if (session.destroyed || pulses.get(session)?.isFelt() !== false) continue
      if (!hasExchanges(session)) reportConnection(observers, noAnswer)
      cutSession(session, 'loss')
    }
    if (http2.size > 0 || timer === null) return
    clearInterval(timer)
    timer = null
  }

  server.on('session', (session: Http2Session) => {
    pulses.set(session, new Pulse(session))
    timer ??= setInterval(round, pingMs).unref()
  })
}

/** Whether anything moves on a connection, or a ping is answered. */
class Pulse {
  readonly #session: Http2Session
  #received = 0
  #taken = 0
  #waits = false

  constructor(session: Http2Session) {
    this.#session = session
  }

  /** False where a ping was not answered and nothing has moved since the last look. */
  isFelt(): boolean {
    const { socket } = this.#session
    const taken = takenByKernel(socket) ?? 0
    const moved = socket.bytesRead !== this.#received || taken !== this.#taken
    if (!moved && this.#waits) return false
    this.#received = socket.bytesRead
    this.#taken = taken
    // One at a time: each would count as something that moved.
    if (!this.#waits) {
      this.#waits = true
      this.#session.ping(() => {
        this.#waits = false
      })
    }
    return true
  }
}
