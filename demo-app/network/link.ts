import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { once } from 'node:events'
import { ShapedPipe, type Shape } from './shaped-pipe.js'
import { finish, reset } from './sockets.js'

/** One connection through a link: two sockets, and a shaped pipe in each direction. */
export class Crossing {
  /** Bytes that have come out at the far end, by direction. */
  deliveredToServer = 0
  deliveredToClient = 0
  #lastByteAt = performance.now()
  readonly #pipes: readonly ShapedPipe[]

  constructor(
    readonly client: Socket,
    readonly server: Socket,
    shape: Shape,
  ) {
    this.#pipes = [
      new ShapedPipe(client, server, shape, (bytes) => {
        this.deliveredToServer += bytes
        this.#lastByteAt = performance.now()
      }),
      new ShapedPipe(server, client, shape, (bytes) => {
        this.deliveredToClient += bytes
        this.#lastByteAt = performance.now()
      }),
    ]
    // A side that is gone cannot be written to; what the other side still sends is lost on the way.
    client.on('error', () => this.#pipes[1]?.close())
    server.on('error', () => this.#pipes[0]?.close())
  }

  /** Bytes on the line, in both directions. */
  get underWay(): number {
    return this.#pipes.reduce((sum, pipe) => sum + pipe.underWay, 0)
  }

  idleMs(): number {
    return performance.now() - this.#lastByteAt
  }

  /**
   * Ends the connection to the server as a proxy does that has no use for it any more: a FIN, and
   * a RST once the server goes on sending. A server with unsent bytes sees `write EPIPE`.
   */
  cutServer(graceMs: number): void {
    this.#stop()
    finish(this.server)
    const timer = setTimeout(() => {
      reset(this.server)
    }, graceMs)
    this.server.once('close', () => {
      clearTimeout(timer)
    })
  }

  /** Says a last word to the client and closes; a client in the middle of an answer gets a RST. */
  cutClient(lastWord: string | null): void {
    this.#stop()
    if (lastWord === null) reset(this.client)
    else if (this.client.writable) this.client.end(lastWord)
    // Only a reading socket sees that the client closes too.
    this.client.resume()
  }

  #stop(): void {
    for (const pipe of this.#pipes) pipe.close()
  }
}

/** A TCP line with latency and limited bandwidth. It passes a FIN on as FIN, and a RST as RST. */
export class Link {
  readonly crossings = new Set<Crossing>()
  readonly #sockets = new Set<Socket>()
  readonly #server: Server

  constructor(
    private readonly target: () => Promise<number> | number,
    private readonly shape: Shape,
    private readonly onCrossing: (crossing: Crossing) => void = () => undefined,
  ) {
    this.#server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true })
    this.#server.on('connection', (client) => void this.#cross(client))
  }

  async listen(): Promise<number> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    return (this.#server.address() as AddressInfo).port
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }

  async #cross(client: Socket): Promise<void> {
    this.#keep(client)
    const port = await this.target()
    // The handshake crosses the line and back before the first byte may.
    setTimeout(() => {
      if (client.destroyed) return
      const server = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
      this.#keep(server)
      const crossing = new Crossing(client, server, this.shape)
      this.crossings.add(crossing)
      server.once('close', () => this.crossings.delete(crossing))
      this.onCrossing(crossing)
      client.resume()
    }, 2 * this.shape.latencyMs)
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket)
    socket.once('close', () => this.#sockets.delete(socket))
    // The pipes look at errors once both ends are there; until then there is nobody to tell.
    socket.on('error', () => undefined)
  }
}
