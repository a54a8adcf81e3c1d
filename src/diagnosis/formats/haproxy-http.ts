import type { Facts, TextFormat, Verdict } from './format.js'
import { completed, left, serverClosed, timedOut } from './verdicts.js'

/** HAProxy's second letter: how far it had come. */
function stage(letter: string | undefined): 'receiving' | 'processing' | 'responding' {
  if (letter === 'R') return 'receiving'
  return letter === 'D' || letter === 'L' ? 'responding' : 'processing'
}

/** The termination state: who ended the session first, and how far it had come. */
export function haproxyVerdict({ flags }: Readonly<Facts>): Verdict {
  const how = stage(flags[1])
  switch (flags[0]) {
    case 'C':
      return left[how]
    // `timeout client`: before the answer it waited for the rest of the request.
    case 'c':
      return how === 'responding' ? timedOut.responding : timedOut.receiving
    case 's':
      return timedOut[how]
    case 'S':
      return how === 'responding' ? serverClosed : completed
    case 'K':
    case 'D':
    case 'U':
      return serverClosed
    default:
      return completed
  }
}

export const haproxyHttp: TextFormat = {
  kind: 'text',
  name: 'haproxy-http',
  title: 'HAProxy HTTP log',
  component: 'haproxy',
  source: 'https://docs.haproxy.org/2.6/configuration.html#8.5',
  disconnect:
    'A termination state that begins with `C` (CR, CQ, CC, CH, CD, CL): the client ended the session first. `c` and `s` are limits of HAProxy itself.',
  tells: ['age', 'phase', 'route'],
  templates: [
    '{address} [{start:haproxy}] {-} {-} {-}/{-}/{-}/{-}/{age:ms} {status} {bytesOut} {-} {-} {flags} {-}/{-}/{-}/{-}/{-} {-}/{-} "{request}"',
    // With captured headers in front of the request.
    '{address} [{start:haproxy}] {-} {-} {-}/{-}/{-}/{-}/{age:ms} {status} {bytesOut} {-} {-} {flags} {-}/{-}/{-}/{-}/{-} {-}/{-} {-} "{request}"',
  ],
  verdict: haproxyVerdict,
}
