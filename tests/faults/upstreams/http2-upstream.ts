import { once } from 'node:events'
import http2, { constants, type ServerHttp2Stream } from 'node:http2'
import type { AddressInfo, Socket } from 'node:net'
import { deferred } from '../../harness/deferred.js'
import type { Stage } from '../stage.js'
import type { UpstreamSource } from './source.js'

interface Call {
  readonly stream: ServerHttp2Stream
  readonly socket: Socket
}

/** An HTTP/2 upstream, as gRPC has it. Its errors have the names that the server's own streams use. */
const source = (
  what: string,
  answer: (stream: ServerHttp2Stream) => void,
  fail: (call: Call) => void,
): UpstreamSource => ({
  name: `http2 upstream, ${what}`,
  takesSignal: true,
  takesReason: true,
  async open(stage, signal) {
    const { url, call } = await listen(stage, answer)
    const session = http2.connect(url)
    session.on('error', () => undefined)
    stage.onCleanUp(() => {
      session.destroy()
    })
    const request = session.request({ ':path': '/' }, { ...(signal && { signal }) })
    const result = (async () => {
      for await (const _part of request);
    })()
    result.catch(() => undefined)
    const asked = await Promise.race([call, result])
    return {
      result,
      fail: () => {
        if (asked !== undefined) fail(asked)
      },
      cancel: (reason) => {
        // Without an error it would end as if all had come.
        request.destroy(reason ?? new Error('the call was given up'))
      },
    }
  },
})

async function listen(
  stage: Stage,
  answer: (stream: ServerHttp2Stream) => void,
): Promise<{ url: string; call: Promise<Call> }> {
  const server = http2.createServer()
  const connected = deferred<Socket>()
  const asked = deferred<Call>()
  server.on('connection', (socket: Socket) => {
    socket.on('error', () => undefined)
    stage.onCleanUp(() => socket.destroy())
    connected.resolve(socket)
  })
  server.on('sessionError', () => undefined)
  server.on('stream', (stream) => {
    stream.on('error', () => undefined)
    answer(stream)
    void connected.promise.then((socket) => {
      asked.resolve({ stream, socket })
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  stage.onCleanUp(() => {
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${String(port)}`, call: asked.promise }
}

export const http2Upstreams: readonly UpstreamSource[] = [
  source(
    'stream refused',
    () => {
      // The caller waits.
    },
    ({ stream }) => {
      stream.close(constants.NGHTTP2_REFUSED_STREAM)
    },
  ),
  source(
    'connection reset in mid-body',
    (stream) => {
      stream.respond({ ':status': 200 })
      stream.write('the first part')
    },
    ({ socket }) => {
      socket.resetAndDestroy()
    },
  ),
]
