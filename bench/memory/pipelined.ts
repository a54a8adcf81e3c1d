import net, { type Socket } from 'node:net'

/** How many requests a connection has on the wire at a time. */
const DEPTH = 8

/**
 * Asks for the same again and again over connections that stay open, with several requests on the
 * wire at a time, which is the cheapest way to a million. Every answer is as long as the first.
 */
export class PipelinedClient {
  #sockets: Socket[] = []
  #left = 0
  #awaited = 0
  #done: () => void = () => undefined
  #failed: (error: Error) => void = () => undefined

  private constructor(
    private readonly request: Buffer,
    private readonly length: number,
  ) {}

  static async open(port: number, connections: number, request: Buffer): Promise<PipelinedClient> {
    const client = new PipelinedClient(request, await answerLength(port, request))
    await Promise.all(Array.from({ length: connections }, () => client.#connect(port)))
    return client
  }

  /** Resolves when as many requests have been answered. */
  send(requests: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#left = this.#awaited = requests
      this.#done = resolve
      this.#failed = reject
      for (const socket of this.#sockets) this.#ask(socket, DEPTH)
    })
  }

  close(): void {
    this.#failed = () => undefined
    for (const socket of this.#sockets) socket.destroy()
  }

  #connect(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = net.connect({ port, host: '127.0.0.1', noDelay: true }, () => {
        this.#sockets.push(socket)
        resolve()
      })
      let received = 0
      socket.on('data', (chunk) => {
        received += chunk.length
        const answers = Math.floor(received / this.length)
        received -= answers * this.length
        this.#awaited -= answers
        this.#ask(socket, answers)
        if (this.#awaited === 0) this.#done()
      })
      const fail = (error?: Error): void => {
        reject(error ?? new Error('closed'))
        this.#failed(error ?? new Error('the server closed a connection'))
      }
      socket.on('error', fail)
      socket.on('close', () => fail())
    })
  }

  #ask(socket: Socket, wanted: number): void {
    const count = Math.min(wanted, this.#left)
    if (count === 0) return
    this.#left -= count
    socket.write(
      count === 1 ? this.request : Buffer.concat(Array<Buffer>(count).fill(this.request)),
    )
  }
}

/** The length of the answer, alone on a connection of its own. */
function answerLength(port: number, request: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ port, host: '127.0.0.1' }, () => socket.write(request))
    let received = ''
    socket.on('error', reject)
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1')
      const head = received.indexOf('\r\n\r\n')
      const body = /content-length: (\d+)/i.exec(received)?.[1]
      if (head === -1 || body === undefined) return
      socket.destroy()
      resolve(head + 4 + Number(body))
    })
  })
}
