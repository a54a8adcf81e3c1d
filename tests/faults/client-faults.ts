import { once } from 'node:events'
import { constants, type ClientHttp2Stream } from 'node:http2'
import type { Closure } from '../../src/types/index.js'
import type { H2Client } from '../harness/h2-client.js'
import type { RawClient } from '../harness/raw-client.js'
import { turns } from '../harness/turns.js'
import type { Stage } from './stage.js'

export interface ClientFault {
  readonly name: string
  /** The closures that are right for it. */
  readonly closures: readonly Closure[]
  readonly strike: (peer: Peer, stage: Stage) => void | Promise<void>
}

/** The client's end of a row's connection. */
export type Peer =
  | { readonly protocol: 'h1'; readonly client: RawClient }
  | { readonly protocol: 'h2'; readonly client: H2Client; readonly stream: ClientHttp2Stream }

const h1 =
  (strike: (client: RawClient, stage: Stage) => void | Promise<void>): ClientFault['strike'] =>
  (peer, stage) => {
    if (peer.protocol !== 'h1') throw new Error('a fault of HTTP/1 was asked of HTTP/2')
    return strike(peer.client, stage)
  }

const h2 =
  (
    strike: (client: H2Client, stream: ClientHttp2Stream, stage: Stage) => void | Promise<void>,
  ): ClientFault['strike'] =>
  (peer, stage) => {
    if (peer.protocol !== 'h2') throw new Error('a fault of HTTP/2 was asked of HTTP/1')
    return strike(peer.client, peer.stream, stage)
  }

export const fin: ClientFault = {
  name: 'FIN',
  closures: ['fin'],
  strike: h1((client) => {
    client.fin()
  }),
}

export const close: ClientFault = {
  name: 'close',
  // The kernel sends RST in place of FIN if it holds data that the client has not read.
  closures: ['fin', 'rst'],
  strike: h1((client) => {
    client.close()
  }),
}

export const rst: ClientFault = {
  name: 'RST',
  closures: ['rst'],
  strike: h1((client) => {
    client.reset()
  }),
}

/** A FIN with writes pending is not yet a departure: the client may still read. Then it closes. */
export const finThenClose: ClientFault = {
  name: 'FIN then close',
  closures: ['fin', 'rst'],
  strike: h1(async (client, stage) => {
    client.fin()
    await stage.halfClosed.promise
    await turns(10)
    if (stage.records.length > 0) stage.complaints.push('settled at a FIN with writes pending')
    client.close()
  }),
}

/** A FIN with writes pending, after which the client reads whatever still comes. */
export const finThenRead: ClientFault = {
  name: 'FIN then read',
  closures: ['fin', 'none'],
  strike: h1(async (client, stage) => {
    client.fin()
    await stage.halfClosed.promise
    await client.read()
  }),
}

export const h2Cancel: ClientFault = {
  name: 'RST_STREAM CANCEL',
  closures: ['h2-cancel'],
  strike: h2((_client, stream) => {
    stream.close(constants.NGHTTP2_CANCEL)
  }),
}

export const h2Goaway: ClientFault = {
  name: 'GOAWAY then gone',
  closures: ['h2-goaway'],
  strike: h2(async ({ session }, _stream, stage) => {
    session.goaway(constants.NGHTTP2_NO_ERROR)
    await stage.sawGoaway.promise
    session.destroy()
  }),
}

export const h2Destroy: ClientFault = {
  name: 'session destroyed',
  // Node's client sends GOAWAY as it goes, which may or may not arrive before the end of the socket.
  closures: ['h2-goaway', 'h2-cancel', 'fin', 'rst'],
  strike: h2(({ session }) => {
    session.destroy()
  }),
}

export const h2Rst: ClientFault = {
  name: 'RST of the connection',
  closures: ['rst'],
  strike: h2(async ({ socket }) => {
    socket.resetAndDestroy()
    await once(socket, 'close')
  }),
}

export const h1Faults = [fin, close, rst] as const
export const h1StalledFaults = [finThenClose, close, rst] as const
export const h2Faults = [h2Cancel, h2Goaway, h2Destroy, h2Rst] as const
