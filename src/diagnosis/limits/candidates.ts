import { knownLimits, type KnownLimit } from '../../known-limits/index.js'
import type { LimitCandidate } from '../../types/index.js'
import { toleranceMs } from './estimate.js'
import { componentsOf, familiesOf, leavesMark } from './named-by.js'
import type { Sighting } from './sighting.js'

const MOST = 5
/** What nothing speaks for has 0; below this something speaks against it. */
const LEAST = -1

/** What is met often, and is therefore the likelier where nothing else tells. */
const common = new Set(['nginx', 'aws-alb', 'haproxy', 'cloudflare', 'heroku', 'undici', 'gcp'])

/** The components whose known limits fit what was seen, the likeliest first. */
export function candidatesFor(sighting: Sighting): LimitCandidate[] {
  return knownLimits
    .map((limit) => ({ limit, score: scoreOf(limit, sighting) }))
    .filter(({ score }) => score >= LEAST)
    .sort((a, b) => b.score - a.score || (a.limit.id < b.limit.id ? -1 : 1))
    .slice(0, MOST)
    .map(({ limit: { name, setting, limitMs, source } }) => ({
      component: name,
      setting,
      limitMs: limitMs ?? sighting.limitMs,
      source,
    }))
}

function scoreOf(limit: KnownLimit, sighting: Sighting): number {
  const named = namedBy(limit, sighting)
  // What has no limit unless somebody sets one is worth naming only where it is known to be there.
  if (limit.limitMs === null && named <= 0) return -Infinity
  return (
    closeness(limit, sighting) +
    named +
    covered(limit, sighting) +
    basis(limit, sighting) +
    closure(limit, sighting) +
    (limit.confidence === 'source' || limit.confidence === 'official-doc' ? 0.3 : 0) +
    (common.has(limit.component) ? 0.4 : 0)
  )
}

function closeness({ limitMs }: KnownLimit, sighting: Sighting): number {
  if (limitMs === null) return -1.5
  const reach = toleranceMs(sighting.limitMs) + (sighting.clockMs >= 1000 ? sighting.clockMs : 0)
  const off = Math.abs(limitMs - sighting.limitMs)
  return off > reach ? -Infinity : -off / reach
}

/** By headers, by the log's writer, by the agents. */
function namedBy(limit: KnownLimit, sighting: Sighting): number {
  const wrote = componentsOf(sighting.loggedBy).includes(limit.component)
  // A log tells its writer's own limits apart; what else passed is of somebody in front of it.
  if (sighting.ofLogger) return wrote ? 6 : -Infinity
  if (wrote) return -Infinity
  const families = familiesOf(limit)
  if (families !== null) return byAgents(families, sighting)
  const marked = [...sighting.via].some(
    ([mark, part]) => part >= 0.5 && componentsOf(mark).includes(limit.component),
  )
  if (marked) return 5
  return sighting.headersTell && leavesMark(limit) ? -4 : oneProgram(sighting) ? -1 : 0
}

function byAgents(families: readonly string[], { agents }: Sighting): number {
  if (agents.size === 0) return -0.2
  const part = families.reduce((sum, family) => sum + (agents.get(family) ?? 0), 0)
  return part >= 0.6 ? 4 : part < 0.2 ? -5 : -0.5
}

/** Nearly all of it comes from one kind of program, so that it hardly stands in front of all. */
function oneProgram({ agents }: Sighting): boolean {
  const [[agent, part] = ['', 0]] = agents
  return part > 0.95 && agent !== '' && agent !== 'other' && agent !== 'none'
}

function covered({ covers }: KnownLimit, { phases }: Sighting): number {
  const part = (...names: string[]): number =>
    names.reduce((sum, name) => sum + (phases.get(name) ?? 0), 0)
  const known = phases.size > 0
  switch (covers) {
    case 'connect':
    case 'keep-alive':
    case 'shutdown':
      return -Infinity
    case 'request':
    case 'send':
      return known ? (part('receiving') > 0.5 ? 1 : -6) : -1.5
    case 'delivery':
      return known ? (part('responding', 'flushing') > 0.5 ? 0.5 : -6) : -1
    case 'first-byte':
      return part('responding', 'flushing') > 0.5 ? -6 : 0
    case 'connection':
      return -0.5
    case 'exchange':
      return part('receiving') > 0.5 ? -1 : 0
  }
}

function basis(limit: KnownLimit, sighting: Sighting): number {
  return sighting.basisOpen || limit.basis === sighting.basis ? 0 : -3
}

function closure(limit: KnownLimit, { closures }: Sighting): number {
  const [[seen, part] = ['', 0]] = closures
  if (limit.closure.length === 0 || part < 0.6 || seen.startsWith('h2')) return 0
  return limit.closure.some((each) => each === seen) ? 0.5 : -2
}
