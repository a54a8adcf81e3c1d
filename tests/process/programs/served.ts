import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { within } from '../../harness/deferred.js'
import { PATIENCE_MS } from './told.js'

export interface Served {
  readonly port: number
  readonly server: http.Server
  /** The status and body of one request on a connection of its own. */
  get(path?: string, init?: { readonly method?: string; readonly body?: string }): Promise<Answer>
  /** A request whose client leaves with a reset when it is told to. */
  start(path?: string): { leave(): void }
  close(): Promise<void>
}

export interface Answer {
  readonly status: number
  readonly body: string
}

/** Serves an application on a free port. */
export async function serve(listener: unknown): Promise<Served> {
  const server = http.createServer(listener as http.RequestListener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const get: Served['get'] = (path = '/', { method = 'GET', body } = {}) => {
    const answer = new Promise<Answer>((resolve, reject) => {
      const headers = { connection: 'close', 'content-type': 'application/json' }
      const request = http.request({ port, path, method, headers, agent: false }, (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }))
        response.on('error', reject)
      })
      request.on('error', reject).end(body)
    })
    return within(PATIENCE_MS, `no answer from ${path}`, answer)
  }
  const start: Served['start'] = (path = '/') => {
    const socket = net.connect(port, '127.0.0.1').on('error', () => undefined)
    socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`)
    return { leave: () => socket.resetAndDestroy() }
  }
  return {
    port,
    server,
    get,
    start,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
