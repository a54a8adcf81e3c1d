import type { Socket } from 'node:net'

/**
 * Sends a RST. Node refuses to reset a socket whose FIN is just leaving, and then leaks the
 * handle, so that case waits for the FIN.
 */
export function reset(socket: Socket): void {
  if (socket.destroyed) return
  const finLeaving = socket.writableEnded && !socket.writableFinished && socket.writableLength === 0
  if (finLeaving) {
    socket.once('finish', () => reset(socket))
    return
  }
  socket.resetAndDestroy()
}

/** Sends a FIN, once. */
export function finish(socket: Socket): void {
  if (!socket.destroyed && !socket.writableEnded) socket.end()
}
