import httpProxy from 'http-proxy'
import type { UpstreamSource } from './source.js'
import { httpUpstream, sayNothing } from './upstream-server.js'

export const proxies: readonly UpstreamSource[] = [
  {
    name: 'http-proxy, upstream resets before the headers',
    takesSignal: false,
    takesReason: false,
    answers: true,
    async open(stage) {
      const upstream = await httpUpstream(stage, sayNothing)
      const proxy = httpProxy.createProxyServer({ target: upstream.url })
      const result = new Promise((_resolve, reject) => {
        // http-proxy takes any reset for the client's if the client is gone, and tells it apart.
        proxy.on('econnreset', reject)
        proxy.web(stage.request, stage.response, {}, reject)
      })
      await Promise.race([upstream.asked, result])
      return {
        result,
        fail: () => {
          upstream.fail('reset')
        },
      }
    },
  },
]
