import type { Facts, JsonFormat, Verdict } from './format.js'
import { completed, left, timedOut } from './verdicts.js'

function traefikVerdict({ status }: Readonly<Facts>): Verdict {
  if (status === 499 || status === 0) return left.processing
  return status === 504 ? timedOut.processing : completed
}

export const traefik: JsonFormat = {
  kind: 'json',
  name: 'traefik',
  title: 'Traefik access log, JSON',
  component: 'traefik',
  source: 'https://doc.traefik.io/traefik/observe/logs-and-access-logs/',
  disconnect: '`DownstreamStatus` 499, or 0: nothing was sent. 504 is a limit of Traefik itself.',
  tells: ['age', 'phase', 'route'],
  fits: (line) => Object.hasOwn(line, 'DownstreamStatus'),
  fields: {
    start: ['StartUTC', 'StartLocal'],
    age: ['Duration:ns'],
    status: ['DownstreamStatus'],
    bytesOut: ['DownstreamContentSize'],
    method: ['RequestMethod'],
    path: ['RequestPath'],
    address: ['ClientHost', 'ClientAddr'],
    agent: ['request_User-Agent'],
  },
  verdict: traefikVerdict,
}
