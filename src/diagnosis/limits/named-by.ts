import type { KnownLimit } from '../../known-limits/index.js'

/** The components that a mark in the request's headers may stand for, by `client.via`. */
const byVia: Readonly<Record<string, readonly string[]>> = {
  'aws-cloudfront': ['cloudfront'],
  // The gateways add the trace's header as well.
  'aws-alb': [
    'aws-alb',
    'aws-elb',
    'aws-api-gateway-rest',
    'aws-api-gateway-http',
    'aws-lambda-web',
  ],
  gcp: ['gcp', 'gcp-cloud-run'],
  netlify: ['netlify-functions'],
  nginx: ['nginx', 'ingress-nginx'],
  envoy: ['envoy', 'istio'],
}

/** The families of agents that a client's component may show as. */
const byComponent: Readonly<Record<string, readonly string[]>> = {
  firefox: ['firefox'],
  'apple-urlsession': ['safari', 'other'],
  okhttp: ['java'],
  axios: ['node'],
  undici: ['node'],
  ky: ['node'],
  got: ['node'],
  curl: ['curl'],
  'python-requests': ['python'],
  httpx: ['python'],
  aiohttp: ['python'],
  'dotnet-httpclient': ['dotnet', 'none'],
  'java-httpclient': ['java'],
  'spring-rest': ['java'],
  'apache-httpclient': ['java'],
  'go-http': ['go'],
  'php-streams': ['php', 'none'],
  guzzle: ['php'],
  prometheus: ['prometheus'],
}

/** The components that a word of `client.via` or `loggedBy` may stand for. */
export function componentsOf(word: string): readonly string[] {
  return byVia[word] ?? [word]
}

/** Components that leave a mark in the headers of each request they pass on. */
const marking = new Set(
  [
    ...['cloudflare', 'aws-cloudfront', 'aws-alb', 'gcp', 'azure-front-door', 'azure-app-service'],
    ...['azure-application-gateway', 'fastly', 'vercel', 'netlify', 'fly', 'heroku'],
  ].flatMap(componentsOf),
)

export function leavesMark({ component }: KnownLimit): boolean {
  return marking.has(component)
}

/** The families of agents it may show as; null for what is no client. */
export function familiesOf({ component, kind }: KnownLimit): readonly string[] | null {
  if (kind === 'webhook') return ['webhook']
  if (kind === 'client') return byComponent[component] ?? ['other']
  if (kind === 'probe') return byComponent[component] ?? ['health-check']
  return null
}
