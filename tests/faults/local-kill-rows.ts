import type { Http2ServerRequest } from 'node:http2'
import type { ServerKind } from '../harness/servers.js'
import { asyncLayer } from './layers.js'
import { chunk } from './payload.js'
import type { Row } from './row.js'
import type { Stage } from './stage.js'

type Kill = (stage: Stage) => void

const onHttp1: Readonly<Record<string, Kill>> = {
  'res.destroy()': ({ response }) => response.destroy(),
  'req.destroy()': ({ request }) => request.destroy(),
  'req.socket.destroy()': ({ request }) => request.socket.destroy(),
  'req.socket.resetAndDestroy()': ({ request }) => request.socket.resetAndDestroy(),
}

const onHttp2: Readonly<Record<string, Kill>> = {
  'res.destroy()': ({ response }) => response.destroy(),
  'session.destroy()': ({ request }) =>
    (request as unknown as Http2ServerRequest).stream.session?.destroy(),
}

/** This process closes the connection. To handlers it looks just as if the client had. */
export function localKillRows(server: ServerKind): Row[] {
  // Under TLS a socket cannot be reset from here: Node refuses it.
  const kills = Object.entries(server === 'h2' ? onHttp2 : onHttp1).filter(
    ([name]) => server !== 'https' || name !== 'req.socket.resetAndDestroy()',
  )
  return kills.flatMap(([name, kill]) =>
    (['processing', 'responding'] as const).map((phase): Row => ({
      name: `${server} | ${name} by the application | ${phase}`,
      server,
      family: 'local kills',
      request: { method: 'GET' },
      layers: (stage) => [
        asyncLayer(async (_req, res) => {
          if (phase === 'responding') res.write(chunk)
          kill(stage)
          await stage.departed.promise
          res.write(chunk, stage.callback('write callback'))
          res.end()
        }),
      ],
      strike: null,
      owner: 'server',
      surfaces: 'maybe',
      expected: [{ outcome: 'server-closed', phase, closures: ['none'] }],
    })),
  )
}
