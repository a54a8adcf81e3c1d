import { checkOneOf } from '../errors/index.js'

/** What a server sets for what stands directly in front of it. */
export interface Preset {
  /** Its name for people. */
  readonly name: string
  /** The components of `known-limits` whose waits for an answer count. */
  readonly components: readonly string[]
  /** The known limit after which it lets go of an idle connection to the server; `null`: not known. */
  readonly keepAlive: string | null
  /** True where it passes packets on, and forgets a connection without closing it. */
  readonly passThrough: boolean
  /** What it answers when it has waited too long. */
  readonly timeoutStatus: number
  /** What it answers when the server closed the connection it had just used. */
  readonly closedStatus: number
  /** Above what it keeps idle connections, below where it passes through. Milliseconds. */
  readonly keepAliveTimeoutMs: number
  /** Until the header of a request is there. Milliseconds. */
  readonly headersTimeoutMs: number
  /**
   * Until the request is there, its body too. Milliseconds. A last resort: above the uploads that
   * go on for as long as something moves; Node's own where the front takes the upload in first, or
   * allows no more anyway.
   */
  readonly requestTimeoutMs: number
}

type Row = Pick<Preset, 'name' | 'keepAlive' | 'keepAliveTimeoutMs'> & Partial<Preset>

/** What is the same for most: uploads may last a quarter of an hour. */
const usual = {
  components: [],
  passThrough: false,
  timeoutStatus: 504,
  closedStatus: 502,
  headersTimeoutMs: 60_000,
  requestTimeoutMs: 900_000,
}

const rows = {
  'aws-alb': {
    name: 'AWS ALB',
    keepAlive: 'aws-alb/idle_timeout.timeout_seconds',
    keepAliveTimeoutMs: 65_000,
  },
  'aws-elb': {
    name: 'AWS Classic ELB',
    keepAlive: 'aws-elb/idle timeout',
    keepAliveTimeoutMs: 65_000,
  },
  'aws-nlb': {
    name: 'AWS NLB',
    keepAlive: 'aws-nlb/TCP idle timeout',
    passThrough: true,
    keepAliveTimeoutMs: 340_000,
  },
  cloudfront: {
    name: 'AWS CloudFront',
    keepAlive: 'cloudfront/origin keep-alive timeout',
    keepAliveTimeoutMs: 10_000,
  },
  gcp: {
    name: 'Google Cloud Application Load Balancer',
    keepAlive: 'gcp/backend HTTP keep-alive timeout',
    keepAliveTimeoutMs: 620_000,
    timeoutStatus: 502,
    requestTimeoutMs: 300_000,
  },
  'gcp-cloud-run': {
    name: 'Google Cloud Run',
    keepAlive: null,
    keepAliveTimeoutMs: 620_000,
    closedStatus: 503,
  },
  azure: {
    name: 'Azure (Front Door, Application Gateway, App Service)',
    components: ['azure-front-door', 'azure-application-gateway', 'azure-app-service'],
    keepAlive: 'azure-load-balancer/TCP idle timeout',
    keepAliveTimeoutMs: 245_000,
  },
  'azure-load-balancer': {
    name: 'Azure Load Balancer',
    keepAlive: 'azure-load-balancer/TCP idle timeout',
    passThrough: true,
    keepAliveTimeoutMs: 230_000,
  },
  nginx: {
    name: 'nginx',
    keepAlive: 'nginx/keepalive_timeout (upstream)',
    keepAliveTimeoutMs: 65_000,
    requestTimeoutMs: 300_000,
  },
  'ingress-nginx': {
    name: 'ingress-nginx',
    keepAlive: 'ingress-nginx/upstream-keepalive-timeout',
    keepAliveTimeoutMs: 65_000,
    requestTimeoutMs: 300_000,
  },
  haproxy: { name: 'HAProxy', keepAlive: null, keepAliveTimeoutMs: 65_000 },
  envoy: {
    name: 'Envoy',
    keepAlive: 'envoy/idle_timeout (HTTP)',
    closedStatus: 503,
    keepAliveTimeoutMs: 3_605_000,
  },
  istio: {
    name: 'Istio',
    components: ['istio', 'envoy'],
    keepAlive: 'istio/idleTimeout',
    closedStatus: 503,
    keepAliveTimeoutMs: 3_605_000,
  },
  traefik: {
    name: 'Traefik',
    keepAlive: 'traefik/forwardingTimeouts.idleConnTimeout',
    keepAliveTimeoutMs: 95_000,
  },
  caddy: {
    name: 'Caddy',
    keepAlive: 'caddy/reverse_proxy keepalive',
    keepAliveTimeoutMs: 125_000,
  },
  apache: { name: 'Apache httpd', keepAlive: null, keepAliveTimeoutMs: 65_000 },
  varnish: {
    name: 'Varnish',
    keepAlive: 'varnish/backend_idle_timeout',
    timeoutStatus: 503,
    closedStatus: 503,
    keepAliveTimeoutMs: 65_000,
  },
  yarp: { name: 'YARP', keepAlive: null, keepAliveTimeoutMs: 65_000 },
  cloudflare: {
    name: 'Cloudflare',
    keepAlive: 'cloudflare/Proxy Idle Timeout',
    timeoutStatus: 524,
    closedStatus: 520,
    keepAliveTimeoutMs: 905_000,
  },
  fastly: {
    name: 'Fastly',
    keepAlive: null,
    timeoutStatus: 503,
    closedStatus: 503,
    keepAliveTimeoutMs: 65_000,
  },
  akamai: {
    name: 'Akamai',
    keepAlive: 'akamai/persistent_connection timeout',
    closedStatus: 503,
    keepAliveTimeoutMs: 305_000,
  },
  heroku: {
    name: 'Heroku router',
    keepAlive: 'heroku/keep-alive to the dyno',
    timeoutStatus: 503,
    closedStatus: 503,
    keepAliveTimeoutMs: 95_000,
  },
  fly: { name: 'Fly.io proxy', keepAlive: 'fly/idle timeout', keepAliveTimeoutMs: 65_000 },
  railway: { name: 'Railway edge', keepAlive: null, keepAliveTimeoutMs: 65_000 },
} satisfies Readonly<Record<string, Row>>

/** What may stand in front of a server. */
export type Behind = keyof typeof rows

/** The names that `behind` takes. */
export const behindNames = Object.freeze(Object.keys(rows)) as readonly Behind[]

/**
 * The limits of a server behind `behind`, and how that answers when a limit passes.
 *
 * @throws {HangupError} `ERR_HANGUP_OPTION` for a name that is not known.
 */
export function limitsFor(behind: Behind): Preset {
  const name = checkOneOf('behind', behind, behindNames)
  return { ...usual, components: [name], ...rows[name] }
}
