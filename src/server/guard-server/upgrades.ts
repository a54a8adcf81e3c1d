import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { reportConnection } from '../../exchange/index.js'
import type { Observer } from '../../types/index.js'
import { eventOf } from './closure.js'
import type { Connections } from './connections.js'
import type { GuardedServer } from './kinds.js'

/**
 * Keeps an error on an upgraded or a CONNECT socket from ending the process: Node takes its own
 * listeners off before the application adds any, which some never do.
 */
export function guardUpgrades(
  server: GuardedServer,
  connections: Connections,
  observers: readonly Observer[],
): void {
  const onUpgrade = (req: IncomingMessage, stream: Duplex): void => {
    const { socket } = req
    const connection = connections.http1.get(socket)
    if (connection === undefined) return // a stream of HTTP/2 keeps its listeners
    connection.upgraded = true
    let told = false
    const onError = (error: unknown): void => {
      if (told) return
      told = true
      reportConnection(observers, eventOf('upgrade-closed', error, socket.readableEnded))
    }
    socket.on('error', onError)
    // Node 26 hands out a stream of its own where the request has a body.
    if (stream !== socket) stream.on('error', onError)
  }
  for (const event of ['upgrade', 'connect'] as const) accompany(server, event, onUpgrade)
}

/**
 * Adds a listener that is there only while there are others: Node takes an `Upgrade` header, which
 * some clients send with any request, for an upgrade as soon as somebody listens.
 */
function accompany(
  server: GuardedServer,
  event: string,
  listener: (req: IncomingMessage, stream: Duplex) => void,
): void {
  const isThere = (): boolean => server.listeners(event).includes(listener)
  const join = (): void => {
    if (!isThere()) server.prependListener(event, listener)
  }
  if (server.listenerCount(event) > 0) join()
  server.on('newListener', (name: string | symbol, added: unknown) => {
    if (name === event && added !== listener) join()
  })
  server.on('removeListener', (name: string | symbol) => {
    if (name === event && isThere() && server.listenerCount(event) === 1) {
      server.removeListener(event, listener)
    }
  })
}
