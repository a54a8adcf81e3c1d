import type { IncomingHttpHeaders } from 'node:http'
import { Memo } from './memo.js'

/**
 * Coarse families, the first that matches wins: a log must not become a store of fingerprints, and
 * a metric's label needs a bounded set.
 */
const families: ReadonlyArray<readonly [family: string, pattern: RegExp]> = [
  [
    'health-check',
    /kube-probe|ELB-HealthChecker|GoogleHC|Health-?Check|Consul Health|Uptime|Pingdom/i,
  ],
  ['prometheus', /^Prometheus\//i],
  ['webhook', /webhook|GitHub-Hookshot|Stripe\/|Slackbot(?!-Link)|Twilio/i],
  // CUBOT makes phones.
  ['bot', /(?<!\bCU)bot\b|crawler|spider|slurp|facebookexternalhit/i],
  ['edge', /\bEdg(e|A|iOS)?\//],
  ['opera', /\bOPR\//],
  ['firefox', /\b(Firefox|FxiOS)\//],
  ['chrome', /\b(Chrome|CriOS|HeadlessChrome)\//],
  ['safari', /\bSafari\//],
  ['curl', /^curl\//i],
  ['wget', /^wget\//i],
  ['node', /^(node|undici|axios|got|node-fetch|superagent)\b/i],
  ['go', /^Go-http-client\//],
  ['python', /^(python|aiohttp|urllib)/i],
  ['java', /^(Java|Apache-HttpClient|okhttp|ReactorNetty)/i],
  ['php', /^(PHP|Guzzle)/i],
  ['ruby', /^(Ruby|Faraday)/i],
  ['dotnet', /^(\.NET|RestSharp)/i],
]

/** The coarse family of a user agent: `none` without the header, `other` where none matches. */
export function agentFamily(header: string | undefined): string {
  if (header === undefined || header === '') return 'none'
  return familyOf.of(header.slice(0, 512))
}

const familyOf = new Memo(
  256,
  (head) => families.find(([, pattern]) => pattern.test(head))?.[0] ?? 'other',
)

/** Headers that a component in front adds, each with the component's name. */
const marks: ReadonlyArray<readonly [header: string, component: string]> = [
  ['cf-ray', 'cloudflare'],
  ['x-amz-cf-id', 'aws-cloudfront'],
  ['x-amzn-trace-id', 'aws-alb'],
  ['x-cloud-trace-context', 'gcp'],
  ['x-azure-ref', 'azure-front-door'],
  ['x-arr-log-id', 'azure-app-service'],
  ['x-appgw-trace-id', 'azure-application-gateway'],
  ['fastly-client-ip', 'fastly'],
  ['x-akamai-config-log-detail', 'akamai'],
  ['x-vercel-id', 'vercel'],
  ['x-nf-request-id', 'netlify'],
  ['fly-request-id', 'fly'],
  ['x-envoy-expected-rq-timeout-ms', 'envoy'],
  ['x-envoy-external-address', 'envoy'],
  ['x-nginx-proxy', 'nginx'],
  ['x-real-ip', 'nginx'],
]

const words: ReadonlyArray<readonly [word: string, component: string]> = [
  ['vegur', 'heroku'],
  ['google', 'gcp'],
  ['varnish', 'varnish'],
  ['squid', 'squid'],
]

const nothing: readonly string[] = Object.freeze([])

/** What the request's headers say stands in front, each once, in a fixed order; frozen. */
export function viaOf(headers: IncomingHttpHeaders): readonly string[] {
  if (!isMarked(headers)) return nothing
  const found: string[] = []
  for (const [header, component] of marks) {
    if (headers[header] !== undefined && !found.includes(component)) found.push(component)
  }
  const { via } = headers
  for (const [word, component] of via === undefined ? [] : words) {
    if (via?.includes(word) === true && !found.includes(component)) found.push(component)
  }
  return found.length === 0 ? nothing : Object.freeze<string[]>(found)
}

/**
 * Whether any of them is there, each by its name: a property that is named in the source is found
 * by an inline cache, and one of a list is looked up anew for each request.
 */
function isMarked(headers: IncomingHttpHeaders): boolean {
  return (
    headers.via !== undefined ||
    headers['cf-ray'] !== undefined ||
    headers['x-amz-cf-id'] !== undefined ||
    headers['x-amzn-trace-id'] !== undefined ||
    headers['x-cloud-trace-context'] !== undefined ||
    headers['x-azure-ref'] !== undefined ||
    headers['x-arr-log-id'] !== undefined ||
    headers['x-appgw-trace-id'] !== undefined ||
    headers['fastly-client-ip'] !== undefined ||
    headers['x-akamai-config-log-detail'] !== undefined ||
    headers['x-vercel-id'] !== undefined ||
    headers['x-nf-request-id'] !== undefined ||
    headers['fly-request-id'] !== undefined ||
    headers['x-envoy-expected-rq-timeout-ms'] !== undefined ||
    headers['x-envoy-external-address'] !== undefined ||
    headers['x-nginx-proxy'] !== undefined ||
    headers['x-real-ip'] !== undefined
  )
}
