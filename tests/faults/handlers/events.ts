import { asyncLayer } from '../layers.js'
import { everywhere, type HandlerSpec } from './spec.js'

export const serverSentEvents: readonly HandlerSpec[] = [
  {
    name: 'SSE',
    family: 'streams',
    runsOn: everywhere,
    phases: { responding: { surfaces: 'some' }, done: {} },
    layers: (stage) => [
      asyncLayer(async (_req, res) => {
        const written = stage.callback('write callback')
        res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
        res.flushHeaders()
        for (let id = 1; id <= 3; id++) res.write(`id: ${String(id)}\ndata: tick\n\n`, written)
        await stage.hold('responding')
        for (let id = 4; id <= 6; id++) res.write(`id: ${String(id)}\ndata: tick\n\n`, written)
        res.end()
      }),
    ],
  },
  {
    name: 'SSE before its first event',
    family: 'streams',
    runsOn: everywhere,
    phases: { responding: { surfaces: 'some' } },
    layers: (stage) => [
      asyncLayer(async (_req, res) => {
        res.writeHead(200, { 'Content-Type': 'text/event-stream' })
        res.flushHeaders()
        await stage.hold('responding')
        res.write('data: too late\n\n', stage.callback('write callback'))
      }),
    ],
  },
]
