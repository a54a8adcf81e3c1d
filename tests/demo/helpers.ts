import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

const cleanups: (() => unknown)[] = []

/** Runs when the test is over, the latest first. */
export function onCleanup(cleanup: () => unknown): void {
  cleanups.push(cleanup)
}

export async function cleanUp(): Promise<void> {
  for (let next = cleanups.pop(); next; next = cleanups.pop()) await next()
}

/** A TCP server on a free port. */
export async function listen(onConnection: (socket: Socket) => void): Promise<number> {
  const server: Server = createServer({ allowHalfOpen: true })
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    // What matters about an error is read from the events; unread it would end the process.
    socket.on('error', () => undefined)
    onConnection(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onCleanup(async () => {
    for (const socket of sockets) socket.destroy()
    server.close()
    await once(server, 'close')
  })
  return (server.address() as AddressInfo).port
}

/** A client of a TCP server, connected. */
export async function dial(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  await once(socket, 'connect')
  socket.on('error', () => undefined)
  onCleanup(() => {
    socket.destroy()
  })
  return socket
}

/** The error a socket ends with; undefined where it closes without one. */
export async function lastError(socket: Socket): Promise<NodeJS.ErrnoException | undefined> {
  let error: NodeJS.ErrnoException | undefined
  socket.on('error', (e) => {
    error = e
  })
  if (!socket.closed) await once(socket, 'close').catch(() => once(socket, 'close'))
  return error
}

/** Everything a socket receives until the other side has finished. */
export async function readAll(socket: Socket): Promise<Buffer> {
  // Not `for await`, which destroys a socket whose other direction may still be in use.
  const chunks: Buffer[] = []
  socket.on('data', (chunk) => chunks.push(chunk))
  await once(socket, 'end')
  return Buffer.concat(chunks)
}

/** Resolves as soon as something is so. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 2))
}
