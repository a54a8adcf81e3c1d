import http, { type IncomingHttpHeaders } from 'node:http'
import { constants, type IncomingHttpStatusHeader } from 'node:http2'
import https from 'node:https'
import { within } from '../harness/deferred.js'
import { H2Client } from '../harness/h2-client.js'
import { patienceMs } from './inbox.js'

export interface Call {
  readonly method?: string
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** The body is declared longer than what is sent of it. */
  readonly cut?: boolean
  /** False for a client that takes nothing of the answer. */
  readonly read?: boolean
}

export interface Reply {
  readonly status: number
  /** The reason phrase, which HTTP/2 does not have. */
  readonly message: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface Visit {
  /** The whole answer, or null where it was cut. */
  readonly reply: Promise<Reply | null>
  /** Hangs up on this request: closes the connection, or resets the stream. */
  leave(): void
}

/** A client with one connection, over whatever protocol the server speaks. */
export interface Visitor {
  start(call?: Call): Visit
  /** The whole answer; rejects where it was cut. */
  ask(call?: Call): Promise<Reply>
  /** Closes the connection. */
  leave(): void
}

/** A cut body is declared longer than what is sent of it. */
function declaring(body: string | undefined, cut = false): Record<string, string> {
  if (body === undefined) return {}
  return { 'content-length': String(Buffer.byteLength(body) + (cut ? 1000 : 0)) }
}

export function h1Visitor(port: number, secure: boolean): Visitor {
  const agent = secure
    ? new https.Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false })
    : new http.Agent({ keepAlive: true, maxSockets: 1 })
  const start = ({
    method = 'GET',
    path = '/',
    headers = {},
    body,
    cut,
    read,
  }: Call = {}): Visit => {
    const req = (secure ? https : http).request({
      agent,
      port,
      host: '127.0.0.1',
      method,
      path,
      headers: { ...declaring(body, cut), ...headers },
    })
    const reply = new Promise<Reply | null>((resolve) => {
      req.on('error', () => resolve(null))
      req.on('response', (res) => {
        res.on('error', () => undefined)
        if (read === false) return
        const chunks: Buffer[] = []
        res.on('data', (chunk: Buffer) => chunks.push(chunk))
        res.on('close', () => {
          const { statusCode: status = 0, statusMessage: message = '', headers } = res
          const answer = { status, message, headers, body: text(chunks) }
          resolve(res.complete ? answer : null)
        })
      })
    })
    if (cut === true) req.write(body)
    else req.end(body)
    return { reply, leave: () => req.destroy() }
  }
  return { start, ask: asking(start), leave: () => agent.destroy() }
}

export async function h2Visitor(port: number): Promise<Visitor> {
  const client = await H2Client.connect(port)
  const start = ({
    method = 'GET',
    path = '/',
    headers = {},
    body,
    cut,
    read,
  }: Call = {}): Visit => {
    const declared = declaring(body, cut)
    const stream = client.request(
      { ':method': method, ':path': path, ...declared, ...headers },
      body === undefined ? undefined : { data: Buffer.from(body), complete: cut !== true },
    )
    const reply = new Promise<Reply | null>((resolve) => {
      let head: IncomingHttpHeaders & IncomingHttpStatusHeader = {}
      let ended = false
      const chunks: Buffer[] = []
      stream.on('response', (received) => (head = received))
      if (read !== false) {
        stream.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => (ended = true))
      }
      stream.on('close', () => {
        const { ':status': status } = head
        const whole = ended && stream.rstCode === constants.NGHTTP2_NO_ERROR
        resolve(
          whole && status !== undefined
            ? { status, message: '', headers: head, body: text(chunks) }
            : null,
        )
      })
    })
    return { reply, leave: () => stream.close(constants.NGHTTP2_CANCEL) }
  }
  return { start, ask: asking(start), leave: () => client.close() }
}

const text = (chunks: readonly Buffer[]): string => Buffer.concat(chunks).toString()

const asking =
  (start: (call?: Call) => Visit) =>
  async (call?: Call): Promise<Reply> => {
    const reply = await within(patienceMs, 'no answer', start(call).reply)
    if (reply === null) throw new Error('the answer was cut')
    return reply
  }
