import type { Draw } from './draw.js'

/** What the traffic was written down by. */
export type Writer = 'records' | 'nginx' | 'haproxy' | 'aws-alb' | 'coarse'

export interface SimulatedRoute {
  readonly name: string
  readonly medianMs: number
  readonly sigma: number
  readonly weight: number
}

/** Where a trace is set: its server, its clients, its clocks. */
export interface World {
  readonly draw: Draw
  readonly writer: Writer
  /** The step of the clock of ages, in ms, and whether it rounds or cuts. */
  readonly clockMs: number
  readonly clockRounds: boolean
  readonly agentsTold: boolean
  /** Addresses are told to /24 only. */
  readonly truncated: boolean
  readonly startMs: number
  readonly spanMs: number
  /** A part of the span in which limits pass and people leave more than else; null without one. */
  readonly incident: { readonly fromMs: number; readonly ms: number; readonly part: number } | null
  /** How much more there is to do by day. */
  readonly tide: number
  readonly routes: readonly SimulatedRoute[]
  readonly ranges: readonly string[]
  readonly hostsPerRange: number
  /** What stands in front and leaves its mark. */
  readonly via: string[]
  readonly http2: number
  /** Parts of the ordinary traffic that are no browsers. */
  readonly programs: number
}

const names = [
  ...['/', '/products', '/products/:id', '/search', '/api/orders', '/api/cart', '/login'],
  ...['/images/:id', '/api/report', '/download/:id', '/api/feed', '/account', '/checkout'],
]
export const browsers = ['chrome', 'safari', 'firefox', 'edge', 'opera']
const programs = ['node', 'python', 'go', 'java', 'curl', 'bot', 'health-check', 'other', 'php']

export function worldOf(draw: Draw): World {
  const writer = draw.weighted<Writer>([
    ['records', 4],
    ['nginx', 3],
    ['haproxy', 1],
    ['aws-alb', 1],
    ['coarse', 1],
  ])
  const clockMs =
    writer === 'records' ? 0.001 : writer === 'coarse' ? draw.of([10, 100, 1000, 1000]) : 1
  const startMs = Date.UTC(2026, 0, 1) + draw.uniform(0, 3e10)
  const spanMs = draw.logUniform(3_600_000, 7 * 86_400_000)
  const incidentMs = Math.min(draw.logUniform(900_000, 4 * 3_600_000), spanMs / 2)
  return {
    draw,
    writer,
    clockMs,
    clockRounds: draw.chance(0.3),
    agentsTold: writer !== 'haproxy' || draw.chance(0.5),
    truncated: writer === 'records' && draw.chance(0.8),
    startMs,
    spanMs,
    incident: draw.chance(0.3)
      ? {
          fromMs: startMs + draw.uniform(0, spanMs - incidentMs),
          ms: incidentMs,
          part: draw.uniform(0.3, 0.9),
        }
      : null,
    tide: draw.uniform(0, 0.7),
    routes: draw.some(names, draw.whole(4, names.length)).map((name) => ({
      name,
      medianMs: draw.logUniform(8, 1500),
      sigma: draw.uniform(0.3, 1),
      weight: draw.exponential(1) + 0.05,
    })),
    ranges: Array.from({ length: draw.whole(40, 600) }, () => randomRange(draw)),
    hostsPerRange: draw.whole(2, 60),
    via: [],
    http2: draw.chance(0.3) ? draw.uniform(0.2, 0.9) : 0,
    programs: draw.uniform(0.02, 0.4),
  }
}

export function randomRange(draw: Draw): string {
  return `${draw.whole(11, 220)}.${draw.whole(0, 255)}.${draw.whole(0, 255)}`
}

export function anyAddress({ draw, ranges, hostsPerRange }: World): string {
  return `${draw.of(ranges)}.${draw.whole(1, hostsPerRange)}`
}

export function anyAgent({ draw, programs: part }: World): string {
  return draw.of(draw.chance(part) ? programs : browsers)
}

export function anyRoute({ draw, routes }: World): SimulatedRoute {
  return draw.weighted(routes.map((route) => [route, route.weight] as const))
}

/** A moment of the span, more often by day. */
export function anyTime({ draw, startMs, spanMs, tide }: World): number {
  for (;;) {
    const time = startMs + draw.uniform(0, spanMs)
    const height = 1 + tide * Math.sin((time / 86_400_000) * 2 * Math.PI)
    if (draw.uniform(0, 1 + tide) < height) return time
  }
}

/** A moment at which a server that is slow for a while lets limits pass and patience end. */
export function slowTime(world: World): number {
  const { draw, incident } = world
  if (incident === null || !draw.chance(incident.part)) return anyTime(world)
  return incident.fromMs + draw.uniform(0, incident.ms)
}
