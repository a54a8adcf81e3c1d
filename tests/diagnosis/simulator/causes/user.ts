import type { Event } from '../event.js'
import { anyAddress, browsers, slowTime, type World } from '../world.js'
import type { SimulatedCause } from './cause.js'

/** People who lose patience while they wait, on whatever takes longer than that. */
export function user(world: World): SimulatedCause {
  const { draw, routes } = world
  const median = draw.logUniform(1500, 15_000)
  const sigma = draw.uniform(0.5, 1)
  const parallel = draw.of([0, 0, 0.1, 0.3])
  return {
    truth: {
      cause: 'user',
      note: `user, median ${Math.round(median)} ms, sigma ${sigma.toFixed(2)}`,
    },
    disconnects: (count) => {
      const events: Event[] = []
      while (events.length < count) {
        const ageMs = draw.logNormal(median, sigma)
        // The slower a route, the more of its visitors wait this long.
        const route = draw.weighted(
          routes.map(
            (each) => [each, each.weight * tail(ageMs, each.medianMs, each.sigma)] as const,
          ),
        )
        const first = departure(world, route.name, ageMs)
        events.push(first)
        // A page that is closed takes its other requests along.
        const others = draw.chance(parallel) ? draw.whole(1, 5) : 0
        for (let i = 0; i < others && events.length < count; i++) {
          const later = draw.uniform(0, Math.min(300, ageMs * 0.8))
          events.push({ ...first, route: draw.of(routes).name, ageMs: ageMs - later })
        }
      }
      return events
    },
  }
}

/** A browser that leaves at this age. */
export function departure(world: World, route: string, ageMs: number): Event {
  const { draw } = world
  const responding = draw.chance(0.2)
  return {
    time: slowTime(world),
    route,
    ageMs,
    outcome: 'client-disconnected',
    phase: responding ? 'responding' : 'processing',
    closure: draw.chance(world.http2)
      ? 'h2-cancel'
      : responding && draw.chance(0.4)
        ? 'rst'
        : 'fin',
    ...(responding && { idleMs: Math.min(ageMs, draw.exponential(400)) }),
    address: anyAddress(world),
    agent: draw.of(browsers),
  }
}

/** About how many answers of a route take longer; never none. */
function tail(ageMs: number, medianMs: number, sigma: number): number {
  const z = Math.log(ageMs / medianMs) / sigma
  return z < 0 ? 1 : Math.exp(-z * z * 0.4) + 0.01
}
