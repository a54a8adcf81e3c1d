import { once } from 'node:events'
import net from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import type { UpstreamSource } from './source.js'
import { tcpUpstream } from './upstream-server.js'

/** A connection that has been greeted, so that a reset meets no unread data: Node reads that as an end. */
export async function connectTo(port: number): Promise<net.Socket> {
  const socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  await once(socket, 'data')
  return socket
}

/** Rejects with the socket's error; a socket that closes without one has nothing to tell. */
async function errorOf(socket: net.Socket): Promise<never> {
  return new Promise((_resolve, reject) => {
    socket.once('error', reject)
    socket.once('close', () => {
      reject(new Error('the connection closed'))
    })
  })
}

export const sockets: readonly UpstreamSource[] = [
  {
    name: 'raw socket, reset',
    takesSignal: false,
    takesReason: true,
    async open(stage) {
      const upstream = await tcpUpstream(stage, (socket) => socket.write('hello'))
      const socket = await connectTo(upstream.port)
      stage.onCleanUp(() => socket.destroy())
      const result = errorOf(socket)
      return {
        result,
        fail: () => {
          upstream.fail('reset')
        },
        cancel: (reason) => {
          socket.destroy(reason)
        },
      }
    },
  },
  {
    // As a database driver meets it: the server has closed, and the next query is written.
    name: 'raw socket, written to after its end',
    takesSignal: false,
    takesReason: true,
    async open(stage) {
      const upstream = await tcpUpstream(stage, (socket) => socket.write('hello'))
      const socket = await connectTo(upstream.port)
      stage.onCleanUp(() => socket.destroy())
      const result = errorOf(socket)
      return {
        result,
        fail: async () => {
          const ended = once(socket, 'end')
          upstream.fail('close')
          await ended
          while (!socket.destroyed) {
            socket.write('query')
            await turn()
          }
        },
        cancel: (reason) => {
          socket.destroy(reason)
        },
      }
    },
  },
]
