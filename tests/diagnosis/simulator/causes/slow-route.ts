import { anyAddress, anyAgent, anyTime, type World } from '../world.js'
import type { SimulatedCause } from './cause.js'
import { departure } from './user.js'

/** A route that takes far longer than the others, and that people leave. */
export function slowRoute(world: World): SimulatedCause {
  const { draw } = world
  const name = draw.of(['/export', '/api/analytics', '/statement/:id'])
  const median = draw.logUniform(7000, 40_000)
  const sigma = draw.uniform(0.3, 0.6)
  const patience = draw.logUniform(3000, 12_000)
  return {
    truth: { cause: 'slow-route', note: `slow ${name}, median ${Math.round(median)} ms` },
    disconnects: (count) =>
      Array.from({ length: count }, () => {
        const answer = draw.logNormal(median, sigma)
        let ageMs = draw.logNormal(patience, 0.7)
        while (ageMs > answer) ageMs *= draw.uniform(0.3, 0.95)
        return departure(world, name, ageMs)
      }),
    completed: (count) =>
      Array.from({ length: Math.ceil(count * draw.uniform(0.5, 3)) }, () => ({
        time: anyTime(world),
        route: name,
        ageMs: draw.logNormal(median, sigma),
        outcome: 'completed',
        address: anyAddress(world),
        agent: anyAgent(world),
      })),
  }
}
