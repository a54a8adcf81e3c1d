import { once } from 'node:events'
import http2 from 'node:http2'
import net from 'node:net'

/** An HTTP/2 client with one session over a socket of its own, which it can break at every level. */
export class H2Client {
  private constructor(
    readonly socket: net.Socket,
    readonly session: http2.ClientHttp2Session,
  ) {}

  static async connect(port: number): Promise<H2Client> {
    const socket = net.connect({ port, host: '127.0.0.1' })
    socket.on('error', ignore)
    await once(socket, 'connect')
    const session = http2.connect('http://127.0.0.1', { createConnection: () => socket })
    session.on('error', ignore)
    await once(session, 'connect')
    return new H2Client(socket, session)
  }

  /** Opens a stream. Nothing of the answer is read until somebody listens for its data. */
  request(
    headers: http2.OutgoingHttpHeaders,
    body?: { readonly data: Buffer; readonly complete: boolean },
  ): http2.ClientHttp2Stream {
    const stream = this.session.request(headers, { endStream: body === undefined })
    stream.on('error', ignore)
    if (body?.complete === true) stream.end(body.data)
    else if (body !== undefined) stream.write(body.data)
    return stream
  }

  close(): void {
    this.session.destroy()
    this.socket.destroy()
  }
}

const ignore = (): void => undefined
