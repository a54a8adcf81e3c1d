import { anyAddress, anyAgent, anyRoute, anyTime, type World } from '../world.js'
import type { SimulatedCause } from './cause.js'

/** A limit of `requestTimeout`, or Node's own on uploads: only our own records tell them. */
export function serverLimit(world: World): SimulatedCause | null {
  const { draw, writer } = world
  if (writer !== 'records') return null
  const ours = draw.chance(0.7)
  const limitMs = ours ? draw.of([5000, 10_000, 15_000, 29_000, 30_000]) : 300_000
  return {
    truth: { cause: 'server-limit', limitMs, note: ours ? `requestTimeout(${limitMs})` : 'Node' },
    disconnects: (count) =>
      Array.from({ length: count }, () => ({
        time: anyTime(world),
        route: anyRoute(world).name,
        ageMs: limitMs + (ours ? draw.exponential(3) : draw.uniform(0, 30_000)),
        outcome: ours ? 'timed-out' : 'server-closed',
        phase: ours ? 'processing' : 'receiving',
        closure: 'none',
        rule: ours ? 'limit-passed' : 'node-request-timeout',
        ...(ours && { limitMs }),
        address: anyAddress(world),
        agent: anyAgent(world),
      })),
  }
}
