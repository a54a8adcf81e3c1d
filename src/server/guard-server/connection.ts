import type { ServerResponse } from 'node:http'
import type { Http2Session } from 'node:http2'
import type { Duplex } from 'node:stream'
import {
  cutSession,
  cutSocket,
  exchangesOn,
  hasExchanges,
  type AnyResponse,
} from '../../exchange/index.js'
import { responseOn } from './internals.js'

/** A connection, as far as it matters when its server closes. */
export interface Connection {
  /** True once something was seen in flight on it while the server closed. */
  wasBusy: boolean
  /** True where this server ended it with something in flight. */
  wasCut: boolean
  /** Tells the client that no more requests are taken here. */
  announceClose(): void
  /** Ends it as soon as nothing is in flight on it. */
  endWhenIdle(): void
  /** Ends it with what is in flight. */
  cut(): void
}

/** A socket of HTTP/1, or what it was upgraded to. */
export class Http1Connection implements Connection {
  wasBusy = false
  wasCut = false
  /** It speaks another protocol now, or is a tunnel: what is in flight on it cannot be known. */
  upgraded = false
  readonly socket: Duplex
  #awaited: ServerResponse | null = null

  constructor(socket: Duplex) {
    this.socket = socket
  }

  announceClose(): void {
    this.wasBusy = this.#isBusy()
    const last = exchangesOn(this.socket).at(-1)?.res ?? responseOn(this.socket)
    if (last !== null) closeAfter(last)
  }

  endWhenIdle(): void {
    this.wasBusy ||= this.#isBusy()
    if (this.upgraded) return
    const response = responseOn(this.socket)
    if (response === null) this.#end()
    else if (response !== this.#awaited) {
      this.#awaited = response
      // Node sends the pipelined response behind it first.
      response.once('close', () => setImmediate(() => this.endWhenIdle()))
    }
  }

  cut(): void {
    this.wasCut = this.#isBusy()
    cutSocket(this.socket, 'shutdown')
  }

  #isBusy(): boolean {
    return this.upgraded || responseOn(this.socket) !== null
  }

  /** What was written last may still be on its way through TLS. */
  #end(): void {
    const { socket } = this as { socket: Duplex & { destroySoon?(): void } }
    if (socket.destroySoon === undefined) socket.destroy()
    else socket.destroySoon()
  }
}

/** A connection of HTTP/2. */
export class Http2Connection implements Connection {
  wasBusy = false
  wasCut = false
  /** Whether an exchange was in flight when its socket failed: its record tells of that. */
  failedInFlight = false
  readonly session: Http2Session

  constructor(session: Http2Session) {
    this.session = session
  }

  noteSocketError(): void {
    this.failedInFlight = hasExchanges(this.session)
  }

  /** GOAWAY; Node ends the connection once its streams have ended. */
  announceClose(): void {
    this.wasBusy = hasExchanges(this.session)
    if (!this.session.closed) this.session.close()
    // Node has no word for its streams: it ends an idle connection once the GOAWAY is out.
    setImmediate(() => setImmediate(() => this.endWhenIdle()))
  }

  /** An idle one has ended by now. */
  endWhenIdle(): void {
    this.wasBusy ||= !this.session.destroyed
  }

  cut(): void {
    this.wasCut = !this.session.destroyed
    cutSession(this.session, 'shutdown')
  }
}

/** RFC 9112, 9.6: the client learns that the connection is closed after this answer. */
export function closeAfter(response: AnyResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close')
}
