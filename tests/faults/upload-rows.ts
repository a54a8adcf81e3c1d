import { once } from 'node:events'
import http from 'node:http'
import net from 'node:net'
import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ServerKind } from '../harness/servers.js'
import { h1Faults, h2Faults, type ClientFault } from './client-faults.js'
import { asyncLayer, type Layer } from './layers.js'
import type { ExpectedExchange, Row } from './row.js'
import type { Stage } from './stage.js'
import { shell } from './upstreams/children.js'
import { httpUpstream, sayNothing, tcpUpstream } from './upstreams/upstream-server.js'

interface Sink {
  readonly stream: Writable
  readonly fail: () => void | Promise<void>
}

/** Where a handler can pass an upload on to. */
const sinks: Readonly<Record<string, (stage: Stage) => Promise<Sink>>> = {
  'http.request': async (stage) => {
    const upstream = await httpUpstream(stage, sayNothing)
    const stream = http.request(upstream.url, { method: 'POST', agent: false })
    stream.flushHeaders()
    await Promise.race([upstream.asked, once(stream, 'response')])
    return { stream, fail: () => void upstream.fail('reset') }
  },
  'raw socket': async (stage) => {
    const upstream = await tcpUpstream(stage, (socket) => socket.resume())
    const stream = net.connect({ port: upstream.port, host: '127.0.0.1' })
    stage.onCleanUp(() => stream.destroy())
    await Promise.all([upstream.asked, once(stream, 'connect')])
    return { stream, fail: () => void upstream.fail('reset') }
  },
  'child process': async (stage) => {
    const child = shell(stage, 'head -c 100 >/dev/null; exec 0<&-; echo closed; exec sleep 60')
    const { stdin, stdout } = child
    if (stdin === null || stdout === null) throw new Error('the child has no pipes')
    await once(child, 'spawn')
    return {
      stream: stdin,
      fail: async () => {
        await once(stdout, 'data')
        stdin.write('more')
      },
    }
  },
}

/** Uploads that a `pipeline` carries from the request to something behind the application. */
export function uploadRows(server: ServerKind): Row[] {
  return Object.entries(sinks).flatMap(([name, open]) => [
    uploadRow(server, name, 'fails while the client is there', null, (stage) =>
      asyncLayer(async (req) => {
        const sink = await open(stage)
        const result = pipeline(req, sink.stream)
        result.catch(() => undefined)
        await sink.fail()
        await result
      }),
    ),
    ...(server === 'h2' ? h2Faults : h1Faults).map((fault) =>
      uploadRow(server, name, `the client leaves | ${fault.name}`, fault, (stage) =>
        asyncLayer(async (req) => {
          const sink = await open(stage)
          const result = pipeline(req, sink.stream)
          stage.reach('receiving')
          await result
        }),
      ),
    ),
  ])
}

function uploadRow(
  server: ServerKind,
  sink: string,
  what: string,
  fault: ClientFault | null,
  layer: (stage: Stage) => Layer,
): Row {
  return {
    name: `${server} | upload into ${sink} | ${what}`,
    server,
    family: 'uploads to upstreams',
    request: {
      method: 'POST',
      upload: { type: 'application/octet-stream', body: Buffer.alloc(2048, 'u') },
      sent: 'half',
    },
    layers: (stage) => [layer(stage)],
    strike: fault && { at: 'receiving', fault, stalled: false },
    owner: fault === null ? 'application' : 'client',
    surfaces: 'some',
    expected: [expectedOf(fault)],
  }
}

function expectedOf(fault: ClientFault | null): ExpectedExchange {
  // The pipeline destroys the request, which takes its `socket` away, but not the connection: the
  // application still answers.
  if (fault === null) return { outcome: 'completed', phase: 'done' }
  return { outcome: 'client-disconnected', phase: 'receiving', closures: fault.closures }
}
