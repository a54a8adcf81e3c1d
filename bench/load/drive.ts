import net from 'node:net'

export interface Load {
  readonly port: number
  readonly request: Buffer
  readonly requests: number
  readonly connections: number
  /** False opens a connection for each request. */
  readonly keepAlive: boolean
}

/**
 * Sends requests from raw sockets, the next on each connection as soon as the answer to the one
 * before is whole. It counts bytes instead of parsing, so that the client costs next to nothing:
 * every answer has the length of the first. Gives the milliseconds it took.
 */
export async function drive(load: Load): Promise<number> {
  const length = await answerLength(load)
  const began = performance.now()
  const state = { left: load.requests }
  await Promise.all(Array.from({ length: load.connections }, () => worker(load, length, state)))
  return performance.now() - began
}

async function worker(load: Load, length: number, state: { left: number }): Promise<void> {
  while (state.left > 0) {
    await connection(load, length, state)
  }
}

/** One connection until it, or the load, is used up. */
function connection(load: Load, length: number, state: { left: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ port: load.port, host: '127.0.0.1', noDelay: true })
    let received = 0
    const ask = (): void => {
      if (state.left <= 0) {
        socket.destroy()
        return
      }
      state.left--
      received = 0
      socket.write(load.request)
    }
    socket.on('connect', ask)
    socket.on('data', (chunk) => {
      received += chunk.length
      if (received < length) return
      if (load.keepAlive) ask()
      else socket.destroy()
    })
    socket.on('error', reject)
    socket.on('close', () => {
      if (received > length) reject(new Error(`an answer of ${received} bytes, not ${length}`))
      else resolve()
    })
  })
}

function answerLength({ port, request }: Load): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ port, host: '127.0.0.1' })
    let received = ''
    socket.on('connect', () => socket.write(request))
    socket.on('error', reject)
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1')
      const head = received.indexOf('\r\n\r\n')
      const length = /content-length: (\d+)/i.exec(received)?.[1]
      if (head === -1 || length === undefined) return
      if (!received.startsWith('HTTP/1.1 200')) reject(new Error(received.slice(0, 80)))
      socket.destroy()
      resolve(head + 4 + Number(length))
    })
  })
}
