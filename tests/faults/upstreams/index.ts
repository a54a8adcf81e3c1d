import { children } from './children.js'
import { fetches } from './fetches.js'
import { httpRequests } from './http-request.js'
import { http2Upstreams } from './http2-upstream.js'
import { lookAlikes } from './look-alikes.js'
import { proxies } from './proxies.js'
import { sockets } from './sockets.js'
import type { UpstreamSource } from './source.js'

export { pipedSources } from './piped.js'
export type { Operation, PipedSource, UpstreamSource } from './source.js'

/** Everything behind the application that can fail, and that the application waits for. */
export const upstreamSources: readonly UpstreamSource[] = [
  ...httpRequests,
  ...fetches,
  ...sockets,
  ...children,
  ...http2Upstreams,
  ...proxies,
  ...lookAlikes,
]
