import connect from 'connect'
import express from 'express'
import express4 from 'express4'
import http from 'node:http'
import http2 from 'node:http2'
import https from 'node:https'
import type net from 'node:net'
import { type AddressInfo } from 'node:net'
import type { App, RequestListener } from './http-shapes.js'
import { plainApp } from './plain-app.js'
import { tlsFixture } from './tls-fixture.js'

/** `https` is Express 5 over TLS; `h2` is Connect over HTTP/2 without TLS, where Express cannot run. */
export type ServerKind = 'express5' | 'express4' | 'connect' | 'http' | 'https' | 'h2'

export const serverKinds: readonly ServerKind[] = [
  'express5',
  'express4',
  'connect',
  'http',
  'https',
  'h2',
]

export type AnyServer = http.Server | https.Server | http2.Http2Server

export interface RunningServer {
  readonly kind: ServerKind
  readonly port: number
  readonly server: AnyServer
  /** Drops every connection and resolves when the port is free. */
  close(): Promise<void>
}

export interface StartOptions {
  /** Called before the server listens, for listeners that must see the first connection. */
  readonly prepare?: (server: AnyServer) => void
  readonly serverOptions?: http.ServerOptions
}

/**
 * Starts a server of the given kind on a free port.
 *
 * @example
 * ```ts
 * const server = await startServer('express5', (app) => {
 *   app.use(abortDetection())
 *   app.use((req, res) => res.end('hello'))
 * })
 * await server.close()
 * ```
 */
export async function startServer(
  kind: ServerKind,
  setUp: (app: App) => void,
  { prepare, serverOptions = {} }: StartOptions = {},
): Promise<RunningServer> {
  const server = createServer(kind, listenerOf(kind, setUp), serverOptions)
  const sockets = new Set<net.Socket>()
  server.on('connection', (socket: net.Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  prepare?.(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    kind,
    port: (server.address() as AddressInfo).port,
    server,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve()
        })
        for (const socket of sockets) socket.destroy()
      }),
  }
}

function createServer(
  kind: ServerKind,
  listener: RequestListener,
  options: http.ServerOptions,
): AnyServer {
  if (kind === 'https') return https.createServer({ ...options, ...tlsFixture }, listener)
  if (kind !== 'h2') return http.createServer(options, listener)
  // The compatibility API promises the shape of node:http, which is all that middleware asks for.
  return http2.createServer(listener as unknown as Parameters<typeof http2.createServer>[1])
}

function listenerOf(kind: ServerKind, setUp: (app: App) => void): RequestListener {
  if (kind === 'http') {
    const app = plainApp()
    setUp(app)
    return app.listener
  }
  const app =
    kind === 'express4' ? express4() : kind === 'connect' || kind === 'h2' ? connect() : express()
  setUp({
    use(...layers) {
      for (const layer of layers) (app as unknown as App).use(layer)
    },
  })
  return app
}
