import type { IncomingMessage, ServerResponse } from 'node:http'
import { closeAfter } from './connection.js'
import type { Connections } from './connections.js'
import type { GuardedServer } from './kinds.js'

/** What became of the connections that were open when a server began to close. */
export interface ClosedServer {
  /** Those with nothing in flight. */
  readonly idle: number
  /** Those whose exchanges ended in time. */
  readonly drained: number
  /** Those that were cut with something in flight, upgraded ones too, when the grace had passed. */
  readonly aborted: number
  /** How long it took to close, in milliseconds. */
  readonly durationMs: number
}

/**
 * How long a connection with nothing in flight is left open, in milliseconds: a client may have sent
 * the next request before it could know, and an idle connection that is closed under it looks like a
 * crash to it.
 */
const QUIET_MS = 200

/** Answers from now on say that the connection closes after them. */
export function announceClose(server: GuardedServer, { http1 }: Connections): () => void {
  for (const connection of http1.values()) connection.announceClose()
  const onRequest = ({ socket }: IncomingMessage, res: ServerResponse): void => {
    const connection = http1.get(socket)
    if (connection === undefined) return // HTTP/2 has GOAWAY for it
    connection.wasBusy = true
    closeAfter(res)
  }
  server.prependListener('request', onRequest)
  return () => server.off('request', onRequest)
}

/** Closes a server: it takes no new connection, and those it has end within `graceMs`. */
export class Closing {
  readonly done: Promise<ClosedServer>
  readonly #server: GuardedServer
  readonly #connections: Connections
  readonly #began = performance.now()
  #idle = 0
  #drained = 0
  #aborted = 0
  #isQuiet = false
  #isOpen = true
  #onClosed: () => void = () => undefined

  constructor(server: GuardedServer, connections: Connections, graceMs: number) {
    this.#server = server
    this.#connections = connections
    connections.onGone = ({ wasBusy, wasCut }) => {
      if (wasCut) this.#aborted++
      else if (wasBusy) this.#drained++
      else this.#idle++
      this.#endHandshakes()
      this.#check()
    }
    this.done = this.#close(graceMs)
  }

  /** The grace is over. */
  abort(): void {
    for (const connection of this.#connections) connection.cut()
    for (const socket of this.#connections.raw) socket.destroy()
    // Those that were there before the server was guarded.
    if ('closeAllConnections' in this.#server) this.#server.closeAllConnections()
  }

  async #close(graceMs: number): Promise<ClosedServer> {
    const closed = new Promise<void>((resolve) => {
      this.#onClosed = resolve
    })
    // An error says that it was not open, and comes when the last connection has ended all the same.
    stopAccepting(this.#server, () => {
      this.#isOpen = false
      this.#check()
    })
    const takeBack = announceClose(this.#server, this.#connections)
    for (const connection of this.#connections.http2.values()) connection.announceClose()
    const timers = [
      setTimeout(() => this.#endIdle(), Math.min(QUIET_MS, graceMs)),
      setTimeout(() => this.abort(), graceMs),
    ]
    await closed
    for (const timer of timers) clearTimeout(timer)
    takeBack()
    return {
      idle: this.#idle,
      drained: this.#drained,
      aborted: this.#aborted,
      durationMs: Math.round(performance.now() - this.#began),
    }
  }

  /** The server closes before the events of its last socket, of which exchanges have to settle. */
  #check(): void {
    if (!this.#isOpen && this.#connections.size === 0) this.#onClosed()
  }

  #endIdle(): void {
    this.#isQuiet = true
    for (const connection of this.#connections) connection.endWhenIdle()
    this.#endHandshakes()
  }

  /** What is left is not past its handshake. */
  #endHandshakes(): void {
    if (!this.#isQuiet || this.#connections.size > 0) return
    for (const socket of this.#connections.raw) socket.destroy()
  }
}

/**
 * Node closes what it takes for idle as soon as a server closes, and takes a response for over that
 * was ended and of which the client has read only a part: it would be cut.
 */
function stopAccepting(server: GuardedServer, onClosed: () => void): void {
  const own = Object.getOwnPropertyDescriptor(server, 'closeIdleConnections')
  Object.defineProperty(server, 'closeIdleConnections', {
    value: () => undefined,
    configurable: true,
  })
  try {
    server.close(onClosed)
  } finally {
    if (own === undefined) Reflect.deleteProperty(server, 'closeIdleConnections')
    else Object.defineProperty(server, 'closeIdleConnections', own)
  }
}
