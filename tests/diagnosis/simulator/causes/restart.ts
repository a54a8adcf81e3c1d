import { anyAddress, anyAgent, anyRoute, anyTime, type World } from '../world.js'
import type { SimulatedCause } from './cause.js'

/** Deploys and reloads: whatever is under way ends within a moment. */
export function restart(world: World): SimulatedCause {
  const { draw } = world
  const wide = draw.logUniform(50, 2000)
  const age = draw.logUniform(300, 15_000)
  const closed = draw.chance(0.3)
  const closure = draw.of(['fin', 'rst'] as const)
  return {
    truth: { cause: 'restart', note: `restart, ${Math.round(wide)} ms wide` },
    disconnects: (count) => {
      const times = Array.from(
        { length: Math.max(1, Math.min(draw.whole(1, 6), Math.floor(count / 8))) },
        () => anyTime(world),
      )
      return Array.from({ length: count }, (_, index) => ({
        time: times[index % times.length]! + draw.uniform(0, wide),
        route: anyRoute(world).name,
        ageMs: draw.logNormal(age, 1.1),
        outcome: closed ? 'server-closed' : 'client-disconnected',
        phase: draw.of(['processing', 'responding'] as const),
        closure,
        rule: closed ? 'connection-destroyed' : 'peer-closed',
        address: anyAddress(world),
        agent: anyAgent(world),
      }))
    },
  }
}
