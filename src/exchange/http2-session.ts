import { errorMonitor } from 'node:events'
import type { Http2Session } from 'node:http2'
import type { Departure } from './link.js'
import { state } from './state.js'

/** What the streams of one HTTP/2 connection share. */
export class SessionInfo {
  readonly id = ++state.connections
  readonly opened = performance.now()
  readonly peerAddress: string | undefined
  requests = 0
  sawGoaway = false
  sawFin = false
  sawError = false
  /** Exchanges that have not settled. */
  inFlight = 0
  /** Why this process ended it, where that is known. */
  ended: Departure | null = null

  readonly #session: Http2Session

  constructor(session: Http2Session) {
    this.#session = session
    this.peerAddress = session.socket.remoteAddress
    session.on('goaway', () => {
      this.sawGoaway = true
    })
    session.on(errorMonitor, () => {
      this.sawError = true
    })
    session.socket.on('end', () => {
      this.sawFin = true
    })
  }

  /** A destroyed stream has forgotten its session; this has not. */
  get destroyed(): boolean {
    return this.#session.destroyed
  }

  /** The error the connection died of, as soon as its socket has it; null where there is none. */
  get socketError(): unknown {
    try {
      return this.#session.socket.errored
    } catch {
      return null // the session has let its socket go
    }
  }

  /** True where the peer gave a sign of leaving the whole connection. */
  get peerLeft(): boolean {
    return this.sawGoaway || this.sawFin || this.sawError
  }
}

const sessions = new WeakMap<Http2Session, SessionInfo>()

export function sessionInfo(session: Http2Session): SessionInfo {
  let info = sessions.get(session)
  if (info === undefined) sessions.set(session, (info = new SessionInfo(session)))
  return info
}

/** What is known of a connection, where an exchange has run on it. */
export function peekSession(session: Http2Session): SessionInfo | undefined {
  return sessions.get(session)
}
