import { once } from 'node:events'
import net from 'node:net'

export interface Load {
  readonly port: number
  readonly request: Buffer
  readonly connections: number
  /** False opens a connection for each request. */
  readonly keepAlive: boolean
}

/** What is left to send, shared by all connections. */
interface Portion {
  left: number
}

/**
 * Sends requests from raw sockets in portions, the next on each connection as soon as the answer to
 * the one before is whole. It counts bytes instead of parsing, so that the client costs next to
 * nothing: every answer has the length of the first.
 */
export class Client {
  readonly #load: Load
  readonly #length: number
  readonly #sockets: readonly net.Socket[]

  private constructor(load: Load, length: number, sockets: readonly net.Socket[]) {
    this.#load = load
    this.#length = length
    this.#sockets = sockets
  }

  /** Connections that are kept alive are opened here, and stay open between the portions. */
  static async open(load: Load): Promise<Client> {
    const length = await answerLength(load)
    const sockets = Array.from({ length: load.keepAlive ? load.connections : 0 }, () =>
      connect(load),
    )
    await Promise.all(sockets.map((socket) => once(socket, 'connect')))
    return new Client(load, length, sockets)
  }

  /** Sends so many requests, and gives the milliseconds it took. */
  async send(requests: number): Promise<number> {
    const { connections, keepAlive } = this.#load
    const portion = { left: requests }
    const began = performance.now()
    await Promise.all(
      keepAlive
        ? this.#sockets.map((socket) => this.#exchange(socket, portion))
        : Array.from({ length: connections }, () => this.#reconnect(portion)),
    )
    return performance.now() - began
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  async #reconnect(portion: Portion): Promise<void> {
    while (portion.left > 0) {
      // Before anything is waited for: the others look at it meanwhile.
      portion.left--
      const socket = connect(this.#load)
      await once(socket, 'connect')
      await this.#exchange(socket, { left: 1 })
      socket.destroy()
    }
  }

  /** Requests and answers on one connection, until nothing is left to send. */
  #exchange(socket: net.Socket, portion: Portion): Promise<void> {
    return new Promise((resolve, reject) => {
      let missing = 0
      const take = (chunk: Buffer): void => {
        missing -= chunk.length
        next()
      }
      const closed = (): void => {
        reject(new Error('the server closed a connection'))
      }
      const next = (): void => {
        if (missing > 0) return
        if (missing < 0) {
          reject(new Error(`an answer of ${this.#length - missing} bytes, not ${this.#length}`))
        } else if (portion.left > 0) {
          portion.left--
          missing = this.#length
          socket.write(this.#load.request)
        } else {
          socket.off('data', take).off('close', closed)
          resolve()
        }
      }
      socket.on('data', take).once('close', closed)
      next()
    })
  }
}

function connect({ port }: Pick<Load, 'port'>): net.Socket {
  const socket = net.connect({ port, host: '127.0.0.1', noDelay: true })
  // What fails also closes, and that is heard.
  return socket.on('error', () => undefined)
}

function answerLength(load: Pick<Load, 'port' | 'request'>): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(load)
    let received = ''
    socket.on('connect', () => socket.write(load.request))
    socket.on('close', () => reject(new Error('the server closed a connection')))
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1')
      const head = received.indexOf('\r\n\r\n')
      const length = /content-length: (\d+)/i.exec(received)?.[1]
      if (head === -1 || length === undefined) return
      if (!received.startsWith('HTTP/1.1 200')) reject(new Error(received.slice(0, 80)))
      resolve(head + 4 + Number(length))
      socket.destroy()
    })
  })
}
