import type { KnownComponent } from './known-limit.js'

const cloudflareLimits =
  'https://github.com/cloudflare/cloudflare-docs/blob/HEAD/src/content/docs/fundamentals/reference/connection-limits.mdx'
const cloudfrontOrigin = 'https://repost.aws/knowledge-center/cloudfront-custom-origin-response'
const akamaiRead = 'https://techdocs.akamai.com/property-mgr/docs/read-timeout'

/** Content delivery networks, which stand at the very front. */
export const cdns: readonly KnownComponent[] = [
  {
    component: 'azure-front-door',
    name: 'Azure Front Door',
    kind: 'cdn',
    limits: [
      {
        setting: 'origin response timeout',
        limitMs: 30_000,
        basis: 'age',
        covers: 'first-byte',
        side: 'server',
        source: 'https://learn.microsoft.com/azure/frontdoor/troubleshoot-issues',
        confidence: 'official-doc',
        note: '16 to 240 s; others report 60',
      },
    ],
  },
  {
    component: 'cloudflare',
    name: 'Cloudflare',
    kind: 'cdn',
    limits: [
      {
        setting: 'Proxy Read Timeout (524)',
        limitMs: 100_000,
        basis: 'idle',
        covers: 'exchange',
        side: 'server',
        source: cloudflareLimits,
        confidence: 'official-doc',
        note: 'newer pages of others say 120 s',
      },
      {
        setting: 'Proxy Read Timeout (524), newer reports',
        limitMs: 120_000,
        basis: 'idle',
        covers: 'exchange',
        side: 'server',
        source: 'https://dev-error-db.com/cloudflare-524',
        confidence: 'secondary',
      },
      {
        setting: 'Proxy Write Timeout (524)',
        limitMs: 30_000,
        basis: 'idle',
        covers: 'send',
        side: 'server',
        source: cloudflareLimits,
        confidence: 'official-doc',
      },
      {
        setting: 'Proxy Idle Timeout',
        limitMs: 900_000,
        basis: 'idle',
        covers: 'keep-alive',
        side: 'server',
        source: cloudflareLimits,
        confidence: 'official-doc',
      },
      {
        setting: 'TCP connect (522)',
        limitMs: 19_000,
        basis: 'age',
        covers: 'connect',
        side: 'server',
        source: cloudflareLimits,
        confidence: 'official-doc',
        note: 'an older copy says 15 s',
      },
      {
        setting: 'TCP ACK timeout (522)',
        limitMs: 90_000,
        basis: 'idle',
        covers: 'send',
        side: 'server',
        source: cloudflareLimits,
        confidence: 'official-doc',
      },
    ],
  },
  {
    component: 'cloudfront',
    name: 'AWS CloudFront',
    kind: 'cdn',
    limits: [
      {
        setting: 'origin response timeout',
        limitMs: 30_000,
        basis: 'idle',
        covers: 'exchange',
        side: 'server',
        source: cloudfrontOrigin,
        confidence: 'official-doc',
        note: 'until the first byte, then between two packets, for each retry; up to 180 s',
      },
      {
        setting: 'origin keep-alive timeout',
        limitMs: 5_000,
        basis: 'idle',
        covers: 'keep-alive',
        side: 'server',
        source: cloudfrontOrigin,
        confidence: 'official-doc',
      },
    ],
  },
  {
    component: 'fastly',
    name: 'Fastly',
    kind: 'cdn',
    limits: [
      {
        setting: 'first_byte_timeout',
        limitMs: 15_000,
        basis: 'age',
        covers: 'first-byte',
        side: 'server',
        source:
          'https://www.fastly.com/documentation/reference/vcl/variables/backend-connection/bereq-first-byte-timeout',
        confidence: 'official-doc',
        note: '60 s between the nodes of a cluster',
      },
    ],
  },
  {
    component: 'akamai',
    name: 'Akamai',
    kind: 'cdn',
    limits: [
      {
        setting: 'persistent_connection timeout',
        limitMs: 300_000,
        basis: 'idle',
        covers: 'keep-alive',
        side: 'server',
        source: 'https://techdocs.akamai.com/terraform/docs/ga-persistent-connection',
        confidence: 'official-doc',
      },
      {
        setting: 'Read Timeout (older page)',
        limitMs: 120_000,
        basis: 'idle',
        covers: 'exchange',
        side: 'server',
        source: akamaiRead,
        confidence: 'official-doc',
        note: 'another copy of the page says 5 s',
      },
      {
        setting: 'Read Timeout (other page)',
        limitMs: 5_000,
        basis: 'idle',
        covers: 'exchange',
        side: 'server',
        source: akamaiRead,
        confidence: 'official-doc',
        note: 'for each read; another copy of the page says 120 s',
      },
    ],
  },
]
