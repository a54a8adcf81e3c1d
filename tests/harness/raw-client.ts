import { once } from 'node:events'
import net from 'node:net'
import type { Duplex } from 'node:stream'
import tls from 'node:tls'

/**
 * A client made of one socket. It reads nothing until it is told to, so that what the server writes
 * stays in the kernel's buffers and behind them.
 */
export class RawClient {
  private constructor(
    /** The TCP socket, under TLS too. */
    readonly socket: net.Socket,
    private readonly stream: Duplex,
  ) {}

  static async connect(port: number, options: { readonly tls?: boolean } = {}): Promise<RawClient> {
    const socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    // A client that breaks connections on purpose does not care how its own end of them fares.
    socket.on('error', ignore)
    await once(socket, 'connect')
    if (options.tls !== true) return new RawClient(socket, socket)
    const secure = tls.connect({ socket, rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] })
    secure.on('error', ignore)
    await once(secure, 'secureConnect')
    return new RawClient(socket, secure)
  }

  send(...parts: (string | Buffer)[]): void {
    for (const part of parts) this.stream.write(part)
  }

  /** Half-closes: no more data from here, answers may still come. */
  fin(): void {
    this.stream.end()
  }

  /** Closes; the kernel sends FIN, or RST if it holds data that nobody read. */
  close(): void {
    this.stream.destroy()
    this.socket.destroy()
  }

  /** Resets the connection. */
  reset(): void {
    this.socket.resetAndDestroy()
  }

  /** Starts to read, and resolves as soon as what came satisfies `enough`, or with all at the end. */
  async read(enough: (received: string) => boolean = () => false): Promise<string> {
    const chunks: string[] = []
    let received = ''
    return new Promise((resolve) => {
      const finish = () => {
        this.stream.off('data', onData).off('end', finish).off('close', finish).pause()
        resolve(chunks.join(''))
      }
      const onData = (chunk: Buffer) => {
        const text = chunk.toString('latin1')
        chunks.push(text)
        // Only the newest part is looked at, since answers of many megabytes are read this way too.
        received = (received + text).slice(-lookBehind)
        if (enough(received)) finish()
      }
      // Resumed by hand: a stream that a read before this one paused stays so.
      this.stream.on('data', onData).once('end', finish).once('close', finish).resume()
    })
  }
}

const lookBehind = 64 * 1024
const ignore = (): void => undefined
