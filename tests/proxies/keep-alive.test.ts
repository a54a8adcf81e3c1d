import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { auditTimeouts } from '../../src/server/index.js'
import { cleanUp, onCleanUp } from '../contract/support.js'
import type { RawClient } from '../harness/raw-client.js'
import { nginx } from './nginx.js'
import { describeWith } from './proxy.js'

/** Not sent a second time by a proxy that cannot know whether the first came through. */
const post = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi'

/** How long nginx keeps an idle connection to the origin. */
const NGINX_KEEPS_MS = 3_000

afterEach(cleanUp)

describeWith('nginx')(
  'a keep-alive limit of the server, behind nginx that keeps connections',
  () => {
    test('that is shorter than nginx’s is found by the audit, and gives a 502', async () => {
      const { server, connection, proxy } = await origin(100)
      expect(rulesFor(server)).toMatchObject([
        { rule: 'keep-alive-too-short', effect: expect.stringContaining('a 502') as string },
      ])

      const client = await proxy.client()
      expect(await answerTo(client)).toMatch(/^HTTP\/1\.1 200 /)
      const [socket] = await connection
      // The request is on its way to nginx while the server closes the connection it will be sent on.
      proxy.pause()
      client.send(post)
      await once(socket, 'close')
      proxy.resume()
      expect(await answer(client)).toMatch(/^HTTP\/1\.1 502 /)
    })

    test('that the audit has nothing against lets nginx close first, and gives a 200', async () => {
      const { server, connection, proxy } = await origin(NGINX_KEEPS_MS + 30_000)
      expect(rulesFor(server)).toEqual([])

      const client = await proxy.client()
      expect(await answerTo(client)).toMatch(/^HTTP\/1\.1 200 /)
      const [socket] = await connection
      await once(socket, 'end') // sent by nginx: the server would have closed without hearing one
      expect(await answerTo(client)).toMatch(/^HTTP\/1\.1 200 /)
    })
  },
)

function rulesFor(server: Server) {
  return auditTimeouts(server, {
    behind: { preset: 'nginx', keepAliveMs: NGINX_KEEPS_MS },
    requestTimeoutMs: 29_000,
    longestUploadMs: 0,
  })
}

async function origin(keepAliveTimeout: number) {
  const server = createServer({ keepAliveTimeout }, (req, res) => {
    req.resume().on('end', () => res.end('done'))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onCleanUp(() => {
    server.close()
    server.closeAllConnections()
  })
  const connection = once(server, 'connection') as Promise<[Socket]>
  const proxy = await nginx(
    (server.address() as AddressInfo).port,
    ['proxy_http_version 1.1', 'proxy_set_header Connection ""'],
    ['keepalive 1', `keepalive_timeout ${NGINX_KEEPS_MS}ms`],
  )
  return { server, connection, proxy }
}

function answerTo(client: RawClient): Promise<string> {
  client.send(post)
  return answer(client)
}

/** One whole answer: nginx’s own pages end with a line break after their markup. */
function answer(client: RawClient): Promise<string> {
  return client.read((text) => /\r\n\r\n[^]*(done|<\/html>\r\n)/.test(text))
}
