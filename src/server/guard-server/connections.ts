import { errorMonitor, type EventEmitter } from 'node:events'
import type { Http2Session } from 'node:http2'
import type { Duplex } from 'node:stream'
import type { TLSSocket } from 'node:tls'
import { Http1Connection, Http2Connection, type Connection } from './connection.js'
import { kindOf, type GuardedServer } from './kinds.js'

type TcpSocket = Duplex & { setKeepAlive?(enable: boolean, initialDelayMs: number): unknown }

/** The open connections of a server, kept without a cost per request. */
export class Connections {
  /** Every socket of TCP, under TLS too. */
  readonly raw = new Set<Duplex>()
  readonly http1 = new Map<object, Http1Connection>()
  readonly http2 = new Map<object, Http2Connection>()
  /** Called when one has ended. */
  onGone: (connection: Connection) => void = () => undefined

  constructor(server: GuardedServer, probeMs: number | null) {
    const { secure, http1 } = kindOf(server)
    server.on('connection', (socket: TcpSocket) => {
      this.raw.add(socket)
      socket.once('close', () => this.raw.delete(socket))
      if (probeMs !== null) socket.setKeepAlive?.(true, probeMs)
      if (http1 && !secure) this.#addHttp1(socket)
    })
    if (secure) {
      server.on('secureConnection', (socket: TLSSocket) => {
        if (http1 || socket.alpnProtocol !== 'h2') this.#addHttp1(socket)
      })
    }
    if (!http1) {
      server.on('session', (session: Http2Session) => {
        this.#addHttp2(session)
      })
    }
  }

  /** Those that are past their handshake. */
  get size(): number {
    return this.http1.size + this.http2.size
  }

  *[Symbol.iterator](): Generator<Connection> {
    yield* this.http1.values()
    yield* this.http2.values()
  }

  #addHttp1(socket: Duplex): void {
    const connection = new Http1Connection(socket)
    this.http1.set(socket, connection)
    socket.once('close', () => {
      this.http1.delete(socket)
      this.onGone(connection)
    })
  }

  #addHttp2(session: Http2Session): void {
    const connection = new Http2Connection(session)
    this.http2.set(session, connection)
    const socket: EventEmitter = session.socket
    socket.prependListener(errorMonitor, () => {
      connection.noteSocketError()
    })
    session.once('close', () => {
      this.http2.delete(session)
      this.onGone(connection)
    })
  }
}
