import { once } from 'node:events'
import net, { type Socket } from 'node:net'

/** Opened at a time, fewer than the kernel's queue of connections that wait to be accepted. */
const AT_ONCE = 100

/** Opens connections that each send one request and then only listen. */
export async function openConnections(
  port: number,
  count: number,
  request: Buffer,
): Promise<Socket[]> {
  const sockets: Socket[] = []
  while (sockets.length < count) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - sockets.length) }, () =>
      net.connect({ port, host: '127.0.0.1', noDelay: true }),
    )
    await Promise.all(some.map((socket) => once(socket, 'connect')))
    for (const socket of some) socket.resume().write(request)
    sockets.push(...some)
  }
  return sockets
}

/** Closes them all, and waits until they are closed. */
export async function closeConnections(sockets: readonly Socket[]): Promise<void> {
  await Promise.all(
    sockets.map((socket) => {
      const closed = once(socket, 'close')
      socket.destroy()
      return closed
    }),
  )
}
