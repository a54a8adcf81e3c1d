import type { DiagnosisRecord } from '../../../src/diagnosis/index.js'
import type { DiagnosisCause } from '../../../src/types/index.js'
import type { CauseMaker, SimulatedCause } from './causes/cause.js'
import { clientBug, scraper } from './causes/client-bug.js'
import { network } from './causes/network.js'
import { blind, noise } from './causes/noise.js'
import { restart } from './causes/restart.js'
import { serverLimit } from './causes/server-limit.js'
import { slowRoute } from './causes/slow-route.js'
import { timeout } from './causes/timeout.js'
import { user } from './causes/user.js'
import { Draw } from './draw.js'
import { written, type Event } from './event.js'
import type { Truth } from './truth.js'
import { anyAddress, anyAgent, anyRoute, anyTime, worldOf, type World } from './world.js'

export interface Trace {
  readonly seed: number
  readonly world: World
  readonly records: readonly DiagnosisRecord[]
  readonly truths: readonly Truth[]
  readonly disconnects: number
}

export interface SimulateOptions {
  readonly seed: number
  /** How many disconnects a trace may have. */
  readonly least?: number
  readonly most?: number
  /** No limit at all, to count limits that are found all the same. */
  readonly withoutLimits?: boolean
}

const MAX_COMPLETED = 150_000
const LEAST_SHARE = 0.05
const makers: ReadonlyArray<readonly [DiagnosisCause, CauseMaker]> = [
  ['timeout', timeout],
  ['timeout', timeout],
  ['timeout', timeout],
  ['user', user],
  ['user', user],
  ['network', network],
  ['restart', restart],
  ['client-bug', clientBug],
  ['server-limit', serverLimit],
  ['slow-route', slowRoute],
]
const limitless: ReadonlyArray<readonly [DiagnosisCause, CauseMaker]> = [
  ['user', user],
  ['network', network],
  ['restart', restart],
  ['client-bug', scraper],
  ['slow-route', slowRoute],
]

/** A trace of 1 to 4 causes in a world of its own; the same for a seed in every run. */
export function simulate(options: SimulateOptions): Trace {
  const { seed, least = 300, most = 100_000, withoutLimits = false } = options
  const draw = new Draw(seed)
  const world = worldOf(draw)
  const total = Math.round(draw.logUniform(least, most))
  const causes = causesFor(world, draw.whole(1, 4), withoutLimits ? limitless : makers)
  const shares = draw.parts(causes.length, LEAST_SHARE)
  const unexplained = draw.chance(0.5) ? draw.uniform(0, 0.08) : 0
  const events: Event[] = []
  const add = (...lists: ReadonlyArray<readonly Event[]>): void => {
    for (const list of lists) for (const event of list) events.push(event)
  }
  const truths = causes.map(({ truth, disconnects, completed }, index): Truth => {
    const share = Math.max(LEAST_SHARE, shares[index]! * (1 - unexplained))
    const count = Math.ceil(share * total)
    add(disconnects(count), (completed?.(count) ?? []).slice(0, MAX_COMPLETED))
    return { ...truth, share }
  })
  add(noise(world, Math.round(unexplained * total)))
  if (withoutLimits && draw.chance(0.5)) {
    const { cut, completed } = blind(world, Math.round(total * draw.uniform(0.05, 0.5)))
    add(cut, completed)
  }
  const disconnects = events.filter(({ outcome }) => outcome !== 'completed').length
  add(background(world, Math.min(MAX_COMPLETED, Math.round(total * draw.logUniform(2, 20)))))
  events.sort((a, b) => a.time - b.time)
  return { seed, world, truths, disconnects, records: events.map((event) => written(world, event)) }
}

function causesFor(
  world: World,
  count: number,
  from: ReadonlyArray<readonly [DiagnosisCause, CauseMaker]>,
): SimulatedCause[] {
  const causes: SimulatedCause[] = []
  for (let tries = 0; tries < 60 && causes.length < count; tries++) {
    const [name, make] = world.draw.of(from)
    const limits = causes.flatMap(({ truth }) => truth.limitMs ?? [])
    if (name !== 'timeout' && causes.some(({ truth }) => truth.cause === name)) continue
    const cause = make(world, limits)
    if (cause !== null) causes.push(cause)
  }
  return causes
}

/** What goes well, on every route. */
function background(world: World, count: number): Event[] {
  return Array.from({ length: count }, () => {
    const route = anyRoute(world)
    return {
      time: anyTime(world),
      route: route.name,
      ageMs: world.draw.logNormal(route.medianMs, route.sigma),
      outcome: 'completed',
      address: anyAddress(world),
      agent: anyAgent(world),
    }
  })
}
