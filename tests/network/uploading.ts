import { once } from 'node:events'
import type { ClientRequest } from 'node:http'
import http from 'node:http'
import https from 'node:https'
import type { Writable } from 'node:stream'
import { onCleanUp, type Scene } from '../contract/support.js'
import { h2Client } from './reader-clients.js'

/** An upload under way: its body is written by hand. */
export interface Upload {
  readonly body: Writable
  /** The status of the answer, or null where there was none. */
  readonly status: Promise<number | null>
}

/** Sends the header of a POST with a body of so many bytes. */
export async function upload(scene: Scene, path: string, size: number): Promise<Upload> {
  const { kind, port } = scene.server
  if (kind === 'h2') return uploadOnH2(scene, path, size)
  const request = (kind === 'https' ? https : http).request({
    port,
    path,
    host: '127.0.0.1',
    method: 'POST',
    agent: false,
    rejectUnauthorized: false,
    headers: { 'Content-Length': size },
  })
  onCleanUp(() => request.destroy())
  request.flushHeaders()
  return { body: request, status: statusOf(request) }
}

async function statusOf(request: ClientRequest): Promise<number | null> {
  const failed = new Promise<null>((resolve) => request.on('error', () => resolve(null)))
  const answered = once(request, 'response').then(([res]: http.IncomingMessage[]) => {
    res?.resume()
    return res?.statusCode ?? null
  })
  return Promise.race([failed, answered.catch(() => null)])
}

async function uploadOnH2(scene: Scene, path: string, size: number): Promise<Upload> {
  const stream = (await h2Client(scene)).request(
    { ':method': 'POST', ':path': path, 'content-length': size },
    { data: Buffer.alloc(0), complete: false },
  )
  stream.resume()
  const status = new Promise<number | null>((resolve) => {
    stream.on('response', (headers) => resolve(headers[':status'] ?? null))
    stream.on('close', () => resolve(null))
  })
  return { body: stream, status }
}

/** Sends one byte now and then, until the exchange is over. */
export function trickle({ body, status }: Upload, everyMs: number): void {
  const timer = setInterval(() => body.write('x'), everyMs)
  const stop = (): void => void clearInterval(timer)
  onCleanUp(stop)
  void status.then(stop)
}
