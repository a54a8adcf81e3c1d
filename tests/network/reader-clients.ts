import { once } from 'node:events'
import net from 'node:net'
import type { Readable } from 'node:stream'
import tls from 'node:tls'
import { H2Client } from '../harness/h2-client.js'
import { onCleanUp, type Scene } from '../contract/support.js'

const ignore = (): void => undefined

/** Asks for a path, and gives what the answer is read from. Nothing is read until somebody does. */
export async function ask(scene: Scene, path: string): Promise<Readable> {
  const { kind, port } = scene.server
  if (kind === 'h2') return askOn(await h2Client(scene), path)
  const socket =
    kind === 'https'
      ? tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false })
      : net.connect({ port, host: '127.0.0.1' })
  onCleanUp(() => socket.destroy())
  socket.on('error', ignore)
  await once(socket, kind === 'https' ? 'secureConnect' : 'connect')
  socket.write(`GET ${path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n`)
  return socket
}

export async function h2Client(scene: Scene): Promise<H2Client> {
  const client = await H2Client.connect(scene.server.port)
  onCleanUp(() => client.close())
  return client
}

export function askOn(client: H2Client, path: string): Readable {
  return client.request({ ':path': path })
}
