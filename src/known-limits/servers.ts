import type { KnownComponent } from './known-limit.js'

const nodeHttp = 'https://nodejs.org/docs/latest/api/http.html'

/** The server’s own limits. */
export const servers: readonly KnownComponent[] = [
  {
    component: 'node',
    name: 'Node.js http.Server',
    kind: 'server',
    limits: [
      {
        setting: 'requestTimeout',
        limitMs: 300_000,
        basis: 'age',
        covers: 'request',
        side: 'client',
        source: `${nodeHttp}#serverrequesttimeout`,
        confidence: 'official-doc',
        note: 'the whole request, its body too: it cuts uploads; answered 408; looked at every connectionsCheckingInterval',
      },
      {
        setting: 'headersTimeout',
        limitMs: 60_000,
        basis: 'age',
        covers: 'request',
        side: 'client',
        source: `${nodeHttp}#serverheaderstimeout`,
        confidence: 'official-doc',
        note: 'the header of the request; answered 408; looked at every connectionsCheckingInterval',
      },
      {
        setting: 'keepAliveTimeout',
        limitMs: 5_000,
        basis: 'idle',
        covers: 'keep-alive',
        side: 'client',
        source: `${nodeHttp}#serverkeepalivetimeout`,
        confidence: 'official-doc',
        note: 'the connection is closed one second later (measured on 20, 22, 24 and 26)',
      },
      {
        setting: 'timeout',
        limitMs: null,
        basis: 'idle',
        covers: 'connection',
        side: 'client',
        source: `${nodeHttp}#servertimeout`,
        confidence: 'official-doc',
        note: 'off unless set',
      },
    ],
  },
]
