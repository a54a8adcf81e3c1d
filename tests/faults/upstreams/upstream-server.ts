import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { deferred } from '../../harness/deferred.js'
import type { Stage } from '../stage.js'

/** How an upstream fails its caller. */
export type Break = 'reset' | 'close'

export function breakSocket(socket: net.Socket, how: Break): void {
  if (how === 'reset') socket.resetAndDestroy()
  else socket.destroy()
}

export interface Upstream {
  readonly port: number
  readonly url: string
  /** A request (on a bare TCP upstream: a connection) has come in. */
  readonly asked: Promise<void>
  /** Breaks every connection. */
  fail(how: Break): void
}

/** An HTTP upstream that answers only as far as the given function goes. */
export async function httpUpstream(
  stage: Stage,
  answer: (req: http.IncomingMessage, res: http.ServerResponse) => void,
): Promise<Upstream> {
  return listen(stage, http.createServer(), (server, asked) => {
    server.on('request', (req: http.IncomingMessage, res: http.ServerResponse) => {
      answer(req, res)
      asked()
    })
  })
}

/** A TCP upstream, such as a database. */
export async function tcpUpstream(
  stage: Stage,
  greet: (socket: net.Socket) => void,
): Promise<Upstream> {
  return listen(stage, net.createServer(), (server, asked) => {
    server.on('connection', (socket: net.Socket) => {
      greet(socket)
      asked()
    })
  })
}

async function listen(
  stage: Stage,
  server: net.Server,
  answer: (server: net.Server, asked: () => void) => void,
): Promise<Upstream> {
  const sockets = new Set<net.Socket>()
  const asked = deferred()
  server.on('connection', (socket: net.Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => sockets.delete(socket))
  })
  answer(server, asked.resolve)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  stage.onCleanUp(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://127.0.0.1:${String(port)}/`,
    asked: asked.promise,
    fail(how) {
      for (const socket of sockets) breakSocket(socket, how)
    },
  }
}

/** Answers with a header and the first part of a body that never comes to its end. */
export function startAnswer(_req: http.IncomingMessage, res: http.ServerResponse): void {
  res.writeHead(200, { 'Content-Type': 'text/plain', 'Content-Length': 1_000_000 })
  res.write('the first part')
}

/** Takes the request and says nothing. */
export function sayNothing(): void {
  // The caller waits.
}
