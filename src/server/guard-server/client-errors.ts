import type { Http2Session } from 'node:http2'
import type { Duplex } from 'node:stream'
import { exchangesOn, reportConnection } from '../../exchange/index.js'
import type { Observer } from '../../types/index.js'
import { answerTo } from './answers.js'
import { eventOf, isTlsError } from './closure.js'
import type { Connections } from './connections.js'
import { isUnanswered } from './internals.js'
import type { GuardedServer } from './kinds.js'

/** How long a client has to read its answer and close, before it is cut. */
const LINGER_MS = 1_000

interface Counted {
  readonly bytesWritten?: number
}

/** How long the application's own listener has to end the socket, before it is done for it. */
const OWN_LISTENER_MS = 1_000

/**
 * Deals with what goes wrong below any request, as Node does without a listener: one answer where
 * one can be sent, and the end of the socket. Each is told once: by the record of the exchange that
 * was in flight, or else by `Observer.connection`.
 */
export function handleClientErrors(
  server: GuardedServer,
  connections: Connections,
  observers: readonly Observer[],
): void {
  const dealtWith = new WeakSet<Duplex>()
  const handshakes = new WeakSet<Duplex>()

  // Node passes it on as a 'clientError' in a listener of its own, which came first.
  server.prependListener('tlsClientError', (error: Error, socket: Duplex) => {
    handshakes.add(socket)
    reportConnection(observers, eventOf('tls-error', error, socket.readableEnded))
  })

  // Before the application's, to know whether those write anything.
  server.prependListener('clientError', (error: Error, socket: Duplex & Counted) => {
    // A parser that failed fails again at each further chunk.
    if (dealtWith.has(socket)) return
    dealtWith.add(socket)
    // Node 26 goes on to read the body of a request that was upgraded.
    const isUpgraded = connections.http1.get(socket)?.upgraded === true
    const isHandshake = handshakes.has(socket)
    const inFlight = exchangesOn(socket).length > 0
    if (!isHandshake && !isUpgraded && !inFlight) {
      const kind = isTlsError(error) ? 'tls-error' : 'client-error'
      reportConnection(observers, eventOf(kind, error, socket.readableEnded))
    }
    const { bytesWritten } = socket
    const end = (): void => {
      const mayAnswer = !isHandshake && !isUpgraded && socket.bytesWritten === bytesWritten
      endSocket(socket, error, mayAnswer && socket.writable && isUnanswered(socket), inFlight)
    }
    if (server.listenerCount('clientError') === 1) end()
    else later(OWN_LISTENER_MS, socket, end)
  })

  server.on('sessionError', (error: Error, session: Http2Session) => {
    if (connections.http2.get(session)?.failedInFlight === true) return
    reportConnection(observers, eventOf('client-error', error, false))
  })
}

function endSocket(socket: Duplex, error: Error, mayAnswer: boolean, inFlight: boolean): void {
  if (!mayAnswer) return void socket.destroy(error)
  const cut = (): void => {
    // With the error, by which an exchange on it knows whose doing this was.
    socket.destroy(error)
  }
  // Unread bytes would make the kernel reset the connection, and take the answer from the client:
  // RFC 9112, 9.6. A handler that waits for the rest of its request is not kept waiting for that.
  if (inFlight) socket.once('finish', cut)
  later(LINGER_MS, socket, cut)
  socket.end(answerTo(error))
}

/** Calls back unless the socket has closed by then. */
function later(ms: number, socket: Duplex, then: () => void): void {
  const timer = setTimeout(then, ms).unref()
  socket.once('close', () => {
    clearTimeout(timer)
  })
}
