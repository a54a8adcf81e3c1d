import { familiesOf } from '../../../../src/diagnosis/limits/named-by.js'
import { knownLimits, type KnownLimit } from '../../../../src/known-limits/index.js'
import type { Draw } from '../draw.js'
import type { Event } from '../event.js'
import { anyAddress, anyAgent, anyRoute, randomRange, slowTime, type World } from '../world.js'
import type { SimulatedCause } from './cause.js'

const kinds = ['client', 'proxy', 'balancer', 'cdn', 'platform']
const usable = knownLimits.filter(
  ({ kind, limitMs, covers, closure }) =>
    kinds.includes(kind) &&
    limitMs !== null &&
    limitMs >= 500 &&
    limitMs <= 600_000 &&
    (covers === 'exchange' || covers === 'first-byte') &&
    !closure.includes('none'),
)
/** The marks that components leave in headers, by component. */
const marks: Readonly<Record<string, string>> = {
  cloudflare: 'cloudflare',
  cloudfront: 'aws-cloudfront',
  'aws-alb': 'aws-alb',
  'aws-elb': 'aws-alb',
  'aws-api-gateway-rest': 'aws-alb',
  'aws-api-gateway-http': 'aws-alb',
  gcp: 'gcp',
  'gcp-cloud-run': 'gcp',
  'azure-front-door': 'azure-front-door',
  'azure-application-gateway': 'azure-application-gateway',
  'azure-app-service': 'azure-app-service',
  fastly: 'fastly',
  akamai: 'akamai',
  vercel: 'vercel',
  'netlify-functions': 'netlify',
  fly: 'fly',
  heroku: 'heroku',
  varnish: 'varnish',
}

/** A limit that passes: a known one, or one that somebody has set. */
export function timeout(world: World, avoid: readonly number[]): SimulatedCause | null {
  const { draw } = world
  for (let tries = 0; tries < 30; tries++) {
    const known = draw.chance(0.7) ? draw.of(usable) : null
    const limitMs = known?.limitMs ?? unknownLimit(draw, world.clockMs)
    if (avoid.some((other) => Math.abs(other - limitMs) < Math.max(1500, other * 0.12))) continue
    // A clock of seconds cannot tell a limit below a few of them.
    if (world.clockMs >= 100 && (limitMs % world.clockMs !== 0 || limitMs < world.clockMs * 3))
      continue
    if (known !== null && known.component === world.writer) continue
    return limit(world, limitMs, known)
  }
  return null
}

function unknownLimit(draw: Draw, clockMs: number): number {
  const ms = draw.logUniform(800, 240_000)
  const step = Math.max(draw.of([1, 100, 500, 1000]), clockMs >= 100 ? clockMs : 1)
  return Math.max(step, Math.round(ms / step) * step)
}

function limit(world: World, limitMs: number, known: KnownLimit | null): SimulatedCause {
  const { draw } = world
  const families = known === null ? null : familiesOf(known)
  const ofClient = known === null ? draw.chance(0.4) : known.kind === 'client'
  const agent = ofClient ? draw.of(families ?? ['node', 'python', 'go', 'java', 'dotnet']) : null
  const mark = known === null ? undefined : marks[known.component]
  if (mark !== undefined && world.writer === 'records' && !world.via.includes(mark)) {
    world.via.push(mark)
  }
  const marked = known?.component === 'nginx' && draw.chance(0.5)
  if (marked) world.via.push('nginx')
  const timer = timerOf(draw, ofClient, known)
  const pool = Array.from(
    { length: draw.whole(12, 60) },
    () => `${randomRange(draw)}.${draw.whole(1, 254)}`,
  )
  const routes = draw.chance(0.5) ? [] : draw.some(world.routes, draw.whole(1, 3))
  const streams =
    world.writer === 'records' && known?.basis === 'idle' && known.covers === 'exchange'
      ? draw.of([0, 0.4, 0.8])
      : 0
  const closure = known?.closure[0] ?? (draw.chance(0.7) ? 'fin' : 'rst')
  return {
    truth: {
      cause: 'timeout',
      limitMs,
      note:
        `limit ${limitMs} ms of ${known?.id ?? 'nobody known'}, timer ${timer.name}, ` +
        `${agent ?? 'all agents'}, ${routes.length} routes, streams ${streams}`,
      ...(known !== null && {
        component: known.name,
        told:
          (agent !== null && world.agentsTold) ||
          (world.writer === 'records' && (mark !== undefined || marked)),
      }),
    },
    disconnects: (count) =>
      Array.from({ length: count }, (): Event => {
        const passed = Math.max(50, limitMs + timer.late())
        const stream = draw.chance(streams)
        const before = stream ? draw.logUniform(400, 60_000) : 0
        return {
          time: slowTime(world),
          route: routes.length === 0 ? anyRoute(world).name : draw.of(routes).name,
          ageMs: passed + before,
          idleMs: passed,
          outcome: 'client-disconnected',
          phase: stream ? 'responding' : 'processing',
          closure: closure === 'none' ? 'fin' : closure,
          address: ofClient ? draw.of(pool) : anyAddress(world),
          agent: agent ?? anyAgent(world),
        }
      }),
  }
}

interface Timer {
  readonly name: string
  readonly late: () => number
}

/** Timers pass late, by little or by half a second; a client's began before the server saw it. */
function timerOf(draw: Draw, ofClient: boolean, known: KnownLimit | null): Timer {
  if (!ofClient) {
    const mean = draw.logUniform(0.5, 15)
    return { name: `late by ${mean.toFixed(1)}`, late: () => draw.exponential(mean) }
  }
  const coarse = known === null ? draw.chance(0.25) : known.component === 'undici'
  const travel = draw.logUniform(0.5, 30)
  const late = (): number => (coarse ? draw.uniform(0, 500) : draw.exponential(4))
  return {
    name: `${coarse ? 'coarse' : 'exact'}, early by ${travel.toFixed(1)}`,
    late: () => late() - Math.min(120, draw.logNormal(travel, 0.5)),
  }
}
