import net from 'node:net'

/**
 * A transaction with a database that answers each line. One that goes away after BEGIN leaves a
 * connection into which a few more lines can be written, and then a real `write EPIPE`.
 */
export function transaction(
  port: number,
  lines: readonly string[],
  signal: AbortSignal,
  onError: (error: unknown) => void,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    const left = [...lines]
    const next = (): void => {
      const line = left.shift()
      if (line === undefined) {
        socket.destroy()
        resolve('committed')
      } else {
        socket.write(`${line}\n`)
      }
    }
    const cancel = (): void => {
      socket.destroy(signal.reason as Error)
    }
    signal.addEventListener('abort', cancel, { once: true })
    let retry: NodeJS.Timeout | undefined
    socket.on('connect', next)
    socket.on('data', next)
    // The server has gone; a driver that does not look at that goes on writing.
    socket.on('end', () => {
      retry = setInterval(() => socket.write('COMMIT\n'), 1)
    })
    socket.on('error', (error) => {
      onError(error)
      reject(error)
    })
    socket.on('close', () => {
      clearInterval(retry)
      signal.removeEventListener('abort', cancel)
    })
    if (signal.aborted) cancel()
  })
}
