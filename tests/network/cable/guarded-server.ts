// A guarded server at its end of the cable, of HTTP/1 and of HTTP/2: no handler answers, and no
// exchange has a limit. Tells what its observer is told, and each session of HTTP/2 that has ended.
import { once } from 'node:events'
import http from 'node:http'
import http2 from 'node:http2'
import type { AddressInfo } from 'node:net'
import { abortDetection, type AnyRequest, type AnyResponse } from '../../../src/index.js'
import { guardServer } from '../../../src/server/index.js'

const tell = (message: object): void => void process.send?.(message)

const observer = {
  settled: ({ path, outcome, cause }: { path: string; outcome: string; cause: unknown }) =>
    tell({ settled: { path, outcome, cause } }),
  connection: (event: object) => tell({ connection: event }),
}
const detect = abortDetection({ observers: [observer] })
const never = (req: AnyRequest, res: AnyResponse): void => {
  detect(req, res, () => tell({ begun: req.url }))
}

async function main(): Promise<void> {
  const servers = [http.createServer(never), http2.createServer(never)]
  for (const server of servers) {
    guardServer(server, { observers: [observer], probeMs: 1_000, pingMs: 1_000 })
    server.listen(0)
    await once(server, 'listening')
  }
  const [http1, h2] = servers.map((server) => (server.address() as AddressInfo).port)
  tell({ ports: { http1, h2 } })
}

void main()
