import type { TextFormat } from './format.js'
import { haproxyVerdict } from './haproxy-http.js'

export const haproxyTcp: TextFormat = {
  kind: 'text',
  name: 'haproxy-tcp',
  title: 'HAProxy TCP log',
  component: 'haproxy',
  source: 'https://docs.haproxy.org/2.6/configuration.html#8.2.2',
  disconnect:
    'A termination state that begins with `C`. `c` and `s` are limits of HAProxy itself. One line is one connection, not one request.',
  tells: ['age', 'phase'],
  templates: [
    '{address} [{start:haproxy}] {-} {-} {-}/{-}/{age:ms} {bytesOut} {flags} {-}/{-}/{-}/{-}/{-} {-}',
  ],
  verdict: haproxyVerdict,
}
