import type { KnownComponent } from './known-limit.js'

const herokuTimeout = 'https://devcenter.heroku.com/articles/request-timeout'
const railwayLimits =
  'https://github.com/railwayapp/docs/blob/HEAD/content/docs/networking/public-networking/specs-and-limits.md'

/** Platforms that run the server, and route to it. */
export const platforms: readonly KnownComponent[] = [
  {
    component: 'aws-lambda',
    name: 'AWS Lambda',
    kind: 'platform',
    limits: [
      {
        setting: 'function timeout',
        limitMs: 3_000,
        basis: 'age',
        covers: 'exchange',
        side: 'server',
        source: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html',
        confidence: 'official-doc',
        note: 'up to 900 s',
      },
    ],
  },
  {
    component: 'aws-lambda-web',
    name: 'AWS Lambda web functions',
    kind: 'platform',
    limits: [
      {
        setting: 'timeoutSeconds',
        limitMs: 30_000,
        basis: 'age',
        covers: 'exchange',
        side: 'server',
        source: 'https://docs.aws.amazon.com/lambda/latest/dg/web-functions-revisions-timeout',
        confidence: 'official-doc',
        note: 'answered 504 with lambda-web-error-type: Runtime.RequestTimeout',
      },
    ],
  },
  {
    component: 'gcp-cloud-run',
    name: 'Google Cloud Run',
    kind: 'platform',
    limits: [
      {
        setting: 'request timeout',
        limitMs: 300_000,
        basis: 'age',
        covers: 'exchange',
        side: 'server',
        source: 'https://docs.cloud.google.com/run/docs/configuring/request-timeout',
        confidence: 'official-doc',
        note: 'up to 3,600 s; the connection is closed and the container works on',
      },
    ],
  },
  {
    component: 'azure-app-service',
    name: 'Azure App Service',
    kind: 'platform',
    limits: [
      {
        setting: 'front-end idle request timeout',
        limitMs: 230_000,
        basis: 'idle',
        covers: 'exchange',
        side: 'server',
        source: 'https://learn.microsoft.com/answers/questions/1465927',
        confidence: 'official-forum',
        note: 'the request is worked on',
      },
    ],
  },
  {
    component: 'heroku',
    name: 'Heroku router',
    kind: 'platform',
    limits: [
      {
        setting: 'first byte (H12)',
        limitMs: 30_000,
        basis: 'age',
        covers: 'first-byte',
        side: 'server',
        source: herokuTimeout,
        confidence: 'official-doc',
        note: 'the dyno is not told',
      },
      {
        setting: 'rolling window (H15)',
        limitMs: 55_000,
        basis: 'idle',
        covers: 'exchange',
        side: 'server',
        source: herokuTimeout,
        confidence: 'official-doc',
        note: 'after the first byte',
      },
      {
        setting: 'keep-alive to the dyno',
        limitMs: 90_000,
        basis: 'idle',
        covers: 'keep-alive',
        side: 'server',
        source: 'https://help.heroku.com/Y6M4QI4V',
        confidence: 'official-doc',
      },
    ],
  },
  {
    component: 'fly',
    name: 'Fly.io proxy',
    kind: 'platform',
    limits: [
      {
        setting: 'idle timeout',
        limitMs: 60_000,
        basis: 'idle',
        covers: 'exchange',
        side: 'both',
        source: 'https://ryanlabouve-com.pages.dev/writing/sse-streaming-on-fly',
        confidence: 'secondary',
        note: 'http_options.idle_timeout is documented without its default',
      },
    ],
  },
  {
    component: 'railway',
    name: 'Railway edge',
    kind: 'platform',
    limits: [
      {
        setting: 'no data transferred',
        limitMs: 300_000,
        basis: 'idle',
        covers: 'exchange',
        side: 'both',
        source: railwayLimits,
        confidence: 'official-doc',
      },
      {
        setting: 'request duration',
        limitMs: 900_000,
        basis: 'age',
        covers: 'exchange',
        side: 'server',
        source: railwayLimits,
        confidence: 'official-doc',
      },
      {
        setting: 'request body upload',
        limitMs: 300_000,
        basis: 'age',
        covers: 'request',
        side: 'client',
        source: railwayLimits,
        confidence: 'official-doc',
      },
      {
        setting: 'HTTP/1.1 keep-alive idle',
        limitMs: 60_000,
        basis: 'idle',
        covers: 'keep-alive',
        side: 'client',
        source: railwayLimits,
        confidence: 'official-doc',
      },
    ],
  },
  {
    component: 'vercel',
    name: 'Vercel CDN',
    kind: 'platform',
    limits: [
      {
        setting: 'proxied origin',
        limitMs: 120_000,
        basis: 'idle',
        covers: 'exchange',
        side: 'server',
        source: 'https://vercel.com/changelog/cdn-origin-timeout-increased-to-two-minutes',
        confidence: 'official-doc',
        note: 'until the first byte, then between two; was 30 s',
      },
    ],
  },
  {
    component: 'netlify-functions',
    name: 'Netlify Functions',
    kind: 'platform',
    limits: [
      {
        setting: 'synchronous limit',
        limitMs: 30_000,
        basis: 'age',
        covers: 'exchange',
        side: 'server',
        source: 'https://answers.netlify.com/t/71689',
        confidence: 'official-forum',
        note: 'older copies of the same guide say 10 s',
      },
    ],
  },
  {
    component: 'modal',
    name: 'Modal web endpoint',
    kind: 'platform',
    limits: [
      {
        setting: 'request timeout',
        limitMs: 150_000,
        basis: 'age',
        covers: 'exchange',
        side: 'server',
        source: 'https://modal.com/docs/guide/webhook-timeouts',
        confidence: 'official-doc',
        note: 'the client is sent elsewhere with a 303',
      },
    ],
  },
]
