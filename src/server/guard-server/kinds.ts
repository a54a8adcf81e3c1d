import http from 'node:http'
import type { Http2SecureServer, Http2Server } from 'node:http2'
import https from 'node:https'
import net from 'node:net'
import tls from 'node:tls'
import { HangupError } from '../../errors/index.js'

/** A server that can be guarded. */
export type GuardedServer = http.Server | https.Server | Http2Server | Http2SecureServer

/** What a server speaks. Node exports no class of its HTTP/2 servers. */
export interface ServerKind {
  /** Each connection begins with a handshake, and has a socket above the one of TCP. */
  readonly secure: boolean
  /** Every connection is one of HTTP/1; else of HTTP/2, but for those that TLS negotiated otherwise. */
  readonly http1: boolean
}

export function kindOf(server: GuardedServer): ServerKind {
  const http1 = server instanceof http.Server || server instanceof https.Server
  return { secure: server instanceof tls.Server, http1 }
}

/** Throws unless it is a server: an Express application is often given in its place. */
export function checkServer(server: unknown): void {
  if (server instanceof net.Server) return
  throw new HangupError(
    'ERR_HANGUP_OPTION',
    `guardServer needs a server of node:http, node:https or node:http2, such as app.listen() ` +
      `returns; received ${typeof server === 'function' ? 'a function' : typeof server}`,
  )
}
