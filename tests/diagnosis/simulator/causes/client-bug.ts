import { knownLimits } from '../../../../src/known-limits/index.js'
import type { Event } from '../event.js'
import { anyRoute, anyTime, randomRange, type World } from '../world.js'
import type { SimulatedCause } from './cause.js'

const shortLimits = knownLimits.filter(
  ({ kind, limitMs, covers }) =>
    (kind === 'probe' || kind === 'webhook') && limitMs !== null && covers === 'exchange',
)

/** A scraper, which is no limit. */
export function scraper(world: World): SimulatedCause {
  const { draw } = world
  const address = `${randomRange(draw)}.${draw.whole(1, 254)}`
  const agent = draw.of(['python', 'curl', 'bot', 'go', 'other'])
  const age = draw.logUniform(200, 5000)
  const event = (outcome: Event['outcome']): Event => ({
    time: anyTime(world),
    route: anyRoute(world).name,
    ageMs: draw.logNormal(age, 1),
    outcome,
    phase: draw.of(['processing', 'responding'] as const),
    closure: draw.of(['fin', 'rst'] as const),
    address,
    agent,
  })
  return {
    truth: { cause: 'client-bug', note: `scraper ${agent} at ${address}` },
    disconnects: (count) => Array.from({ length: count }, () => event('client-disconnected')),
    completed: (count) =>
      Array.from({ length: Math.ceil(count * draw.uniform(0.05, 1)) }, () => event('completed')),
  }
}

/** Probes and webhooks that wait a second or ten, and a program that sets its own limit. */
export function impatientClient(world: World, avoid: readonly number[]): SimulatedCause | null {
  const { draw } = world
  const known = draw.chance(0.7) ? draw.of(shortLimits) : null
  const limitMs = known?.limitMs ?? draw.of([1000, 2000, 3000, 5000, 8000, 20_000])
  if (avoid.some((other) => Math.abs(other - limitMs) < Math.max(1500, other * 0.12))) return null
  if (world.clockMs >= 100 && limitMs < world.clockMs * 3) return null
  if (known !== null && !world.agentsTold) return null
  const route = known?.kind === 'probe' ? '/health' : '/hook'
  const agent =
    known === null
      ? draw.of(['node', 'python', 'java'])
      : known.component === 'prometheus'
        ? 'prometheus'
        : known.kind === 'probe'
          ? 'health-check'
          : 'webhook'
  const range = randomRange(draw)
  const hosts = known === null ? 1 : draw.whole(2, 20)
  const event = (outcome: Event['outcome'], ageMs: number): Event => ({
    time: anyTime(world),
    route,
    ageMs,
    outcome,
    phase: 'processing',
    closure: 'fin',
    address: `${range}.${draw.whole(1, hosts)}`,
    agent,
  })
  return {
    truth: {
      cause: 'client-bug',
      limitMs,
      note: `${agent} with ${limitMs} ms (${known?.id ?? 'own'})`,
    },
    disconnects: (count) =>
      Array.from({ length: count }, () =>
        event('client-disconnected', limitMs + draw.exponential(4) - draw.exponential(3)),
      ),
    completed: (count) =>
      Array.from({ length: Math.ceil(count * draw.uniform(0.2, 2)) }, () =>
        event('completed', Math.min(limitMs * 0.98, draw.logNormal(limitMs * 0.15, 0.8))),
      ),
  }
}

export function clientBug(world: World, avoid: readonly number[]): SimulatedCause | null {
  return world.draw.chance(0.5) ? scraper(world) : impatientClient(world, avoid)
}
