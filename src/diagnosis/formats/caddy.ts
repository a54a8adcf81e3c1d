import type { Facts, JsonFormat, Verdict } from './format.js'
import { completed, left, timedOut } from './verdicts.js'

function caddyVerdict({ status }: Readonly<Facts>): Verdict {
  if (status === 499 || status === 0) return left.processing
  return status === 504 ? timedOut.processing : completed
}

export const caddy: JsonFormat = {
  kind: 'json',
  name: 'caddy',
  title: 'Caddy access log, JSON',
  component: 'caddy',
  source: 'https://caddyserver.com/docs/caddyfile/directives/log',
  disconnect:
    'Status 499, which `reverse_proxy` gives a request whose client went away, or 0: nothing was sent. 504 is a limit of Caddy itself.',
  tells: ['age', 'phase', 'route'],
  fits: (line) =>
    typeof line['request'] === 'object' &&
    Object.hasOwn(line, 'status') &&
    Object.hasOwn(line, 'duration'),
  fields: {
    end: ['ts'],
    age: ['duration:s'],
    status: ['status'],
    bytesOut: ['size'],
    method: ['request.method'],
    path: ['request.uri'],
    address: ['request.client_ip', 'request.remote_ip'],
    agent: ['request.headers.User-Agent'],
  },
  verdict: caddyVerdict,
}
