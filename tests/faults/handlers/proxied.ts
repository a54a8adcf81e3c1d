import httpProxy from 'http-proxy'
import { asyncLayer } from '../layers.js'
import { big } from '../payload.js'
import { httpUpstream, sayNothing } from '../upstreams/upstream-server.js'
import type { Stage } from '../stage.js'
import { onHttp1, type HandlerSpec } from './spec.js'

/** http-proxy in front of an upstream; what it reports goes to `next`, as its users do it. */
const proxy = (stage: Stage) =>
  asyncLayer(async (req, res, next) => {
    const upstream = await httpUpstream(stage, (_req, answer) => {
      if (stage.strikesAt('responding')) answer.end(big)
      else if (stage.strikesAt('done')) answer.end('done')
      else sayNothing()
    })
    const proxy = httpProxy.createProxyServer({ target: upstream.url })
    stage.onCleanUp(() => {
      proxy.close()
    })
    // http-proxy tells of a reset it blames on the client by this event instead of the callback.
    proxy.on('econnreset', (error: Error) => {
      stage.surface(error, 'econnreset event')
    })
    proxy.web(req, res, {}, (error) => {
      next(error)
    })
    stage.reach('responding')
    await upstream.asked
    stage.reach('receiving')
    stage.reach('processing')
  })

// On HTTP/2 http-proxy fails by itself: it sends the connection-specific names that are forbidden.
export const proxied: readonly HandlerSpec[] = [
  {
    name: 'http-proxy',
    family: 'http-proxy',
    runsOn: onHttp1,
    phases: { processing: {}, responding: { stalled: true }, done: {} },
    layers: (stage) => [proxy(stage)],
  },
  {
    name: 'http-proxy of an upload',
    family: 'http-proxy',
    upload: { type: 'text/plain', body: Buffer.alloc(2048, 'u') },
    runsOn: onHttp1,
    phases: { receiving: { surfaces: 'some' }, processing: {} },
    layers: (stage) => [proxy(stage)],
  },
]
