import type { Event } from '../event.js'
import { anyAddress, anyAgent, anyRoute, anyTime, randomRange, type World } from '../world.js'
import type { SimulatedCause } from './cause.js'

/** Connections that are lost: on the way from some ranges, or for a while from everywhere. */
export function network(world: World): SimulatedCause {
  const { draw } = world
  const byRange = draw.chance(0.5)
  const ranges = Array.from({ length: draw.whole(1, 3) }, () => randomRange(draw))
  const resets = draw.uniform(0.65, 1)
  const age = draw.logUniform(1000, 20_000)
  const lost = (time: number, address: string): Event => {
    const ageMs = draw.logNormal(age, draw.uniform(0.9, 1.3))
    const responding = draw.chance(0.6)
    const reset = draw.chance(resets)
    return {
      time,
      route: anyRoute(world).name,
      ageMs,
      ...(responding && { idleMs: Math.min(ageMs, draw.exponential(3000)) }),
      outcome: 'client-disconnected',
      phase: responding ? 'responding' : 'processing',
      closure: reset ? 'rst' : draw.chance(0.5) ? 'none' : 'fin',
      rule: reset ? 'peer-reset' : 'connection-lost',
      address,
      agent: anyAgent(world),
    }
  }
  const ofRange = (): string => `${draw.of(ranges)}.${draw.whole(1, 60)}`
  return {
    truth: {
      cause: 'network',
      note: byRange ? `network, ${ranges.length} ranges` : 'network, outages',
    },
    disconnects: (count) => {
      if (byRange) return Array.from({ length: count }, () => lost(anyTime(world), ofRange()))
      const outages = Array.from(
        { length: Math.max(1, Math.min(draw.whole(1, 4), Math.floor(count / 12))) },
        () => ({
          from: anyTime(world),
          ms: draw.logUniform(5000, 120_000),
        }),
      )
      return Array.from({ length: count }, (_, index) => {
        const { from, ms } = outages[index % outages.length]!
        return lost(from + draw.uniform(0, ms), anyAddress(world))
      })
    },
    ...(byRange && {
      completed: (count) =>
        Array.from({ length: Math.ceil(count * draw.uniform(0.1, 1)) }, () => {
          const route = anyRoute(world)
          return {
            time: anyTime(world),
            route: route.name,
            ageMs: draw.logNormal(route.medianMs, route.sigma),
            outcome: 'completed',
            address: ofRange(),
            agent: anyAgent(world),
          }
        }),
    }),
  }
}
