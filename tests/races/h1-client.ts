import { once } from 'node:events'
import net from 'node:net'
import type { Plan } from './plan.js'
import { answersIn, type WireAnswer } from './wire.js'

const requestFor = (id: number): string => `GET /${id} HTTP/1.1\r\nHost: race\r\n\r\n`

/** One connection that lives through its plan. */
export class H1Client {
  readonly #socket: net.Socket
  readonly #chunks: string[] = []
  readonly closed: Promise<unknown>

  private constructor(port: number) {
    this.#socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    this.#socket.setEncoding('latin1').on('error', () => undefined)
    this.#socket.on('data', (chunk: string) => this.#chunks.push(chunk))
    this.#socket.on('end', () => this.#socket.end())
    this.closed = new Promise((resolve) => this.#socket.once('close', resolve))
  }

  static async connect(port: number): Promise<H1Client> {
    const client = new H1Client(port)
    await once(client.#socket, 'connect')
    return client
  }

  /** Sends its requests: all at once, or each after the answer to the one before. */
  async ask(ids: readonly number[], pipelined: boolean): Promise<void> {
    if (pipelined) {
      this.#socket.write(ids.map(requestFor).join(''))
      await this.#until(() => this.#answers() >= ids.length)
    } else {
      for (const [index, id] of ids.entries()) {
        if (this.#socket.closed || !this.#socket.writable) return
        this.#socket.write(requestFor(id))
        await this.#until(() => this.#answers() > index)
      }
    }
    this.#socket.end()
  }

  depart(how: Plan['departure']): void {
    if (how === 'reset') this.#socket.resetAndDestroy()
    else if (how === 'close') this.#socket.destroy()
    else if (how === 'fin') this.#socket.end()
  }

  get answers(): WireAnswer[] {
    return answersIn(this.#chunks.join(''))
  }

  #answers(): number {
    return this.answers.filter(({ whole }) => whole).length
  }

  #until(enough: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (enough() || this.#socket.closed) resolve()
      }
      this.#socket.on('data', look).once('close', look)
      look()
    })
  }
}
