import type { ServerKind } from '../harness/servers.js'
import { h1Faults } from './client-faults.js'
import { sendJson } from './handlers/answers.js'
import { asyncLayer } from './layers.js'
import type { Row } from './row.js'

/** Connections that carry more than one exchange. */
export function connectionRows(server: ServerKind): Row[] {
  if (server === 'h2') return []
  return h1Faults.flatMap((fault): Row[] => [
    {
      name: `${server} | two pipelined requests, both pending | processing | ${fault.name}`,
      server,
      family: 'connections',
      request: { method: 'GET' },
      pipelined: 2,
      layers: (stage) => [
        asyncLayer(async (req, res) => {
          if (stage.requests.length === 2) stage.reach('processing')
          await stage.departed.promise
          res.write('late', (error) => {
            stage.surface(error, 'write callback', req)
          })
        }),
      ],
      strike: { at: 'processing', fault, stalled: false },
      owner: 'client',
      surfaces: 'maybe',
      expected: [
        { outcome: 'client-disconnected', phase: 'processing', closures: fault.closures },
        { outcome: 'client-disconnected', phase: 'processing', closures: fault.closures },
      ],
    },
    {
      name: `${server} | second request of a connection | processing | ${fault.name}`,
      server,
      family: 'connections',
      request: { method: 'GET' },
      keptAlive: true,
      layers: (stage) => [
        asyncLayer(async (_req, res) => {
          if (stage.requests.length === 2) await stage.hold('processing')
          sendJson(res, { ok: true })
        }),
      ],
      strike: { at: 'processing', fault, stalled: false },
      owner: 'client',
      surfaces: 'maybe',
      expected: [
        { outcome: 'completed', phase: 'done', closures: ['none'] },
        { outcome: 'client-disconnected', phase: 'processing', closures: fault.closures },
      ],
    },
  ])
}
