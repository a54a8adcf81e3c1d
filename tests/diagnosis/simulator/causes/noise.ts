import type { Event } from '../event.js'
import { anyAddress, anyRoute, anyTime, type World } from '../world.js'

/** Programs that leave for reasons of their own: nothing should be found in them. */
export function noise(world: World, count: number): Event[] {
  const { draw } = world
  return Array.from({ length: count }, () => ({
    time: anyTime(world),
    route: anyRoute(world).name,
    ageMs: draw.logNormal(3000, 1.3),
    outcome: 'client-disconnected',
    phase: draw.of(['processing', 'responding'] as const),
    closure: 'fin',
    address: anyAddress(world),
    agent: draw.of(['node', 'python', 'go', 'curl', 'other', 'java', 'php']),
  }))
}

/**
 * Departures that the server learns of when it answers, as behind a proxy that does not pass them
 * on: their ages are the durations of a route, however narrow these are.
 */
export function blind(world: World, count: number): { cut: Event[]; completed: Event[] } {
  const { draw } = world
  const median = draw.logUniform(500, 30_000)
  const sigma = draw.logUniform(0.001, 0.3)
  const event = (outcome: Event['outcome']): Event => ({
    time: anyTime(world),
    route: '/batch',
    ageMs: draw.logNormal(median, sigma),
    outcome,
    phase: 'processing',
    closure: 'fin',
    address: anyAddress(world),
    agent: draw.of(['chrome', 'firefox', 'safari', 'node']),
  })
  return {
    cut: Array.from({ length: count }, () => event('client-disconnected')),
    completed: Array.from({ length: count * 3 }, () => event('completed')),
  }
}
