import { checkDuration, checkOneOf, checkOptions } from '../../errors/index.js'
import { knownLimit, knownLimits, type KnownLimit } from '../../known-limits/index.js'
import { behindNames, limitsFor, type Behind, type Preset } from '../presets.js'
import { given, type Sourced } from './finding.js'

/** Something in front whose limits are not, or not all, the defaults. Milliseconds. */
export interface FrontLimits {
  /** What it is: the limits that are not told here are its defaults. */
  readonly preset?: Behind
  /** Its name in the findings. */
  readonly name?: string
  /** How long it keeps an idle connection to the server. */
  readonly keepAliveMs?: number
  /** How long it waits for the header of the answer. */
  readonly firstByteMs?: number
  /** How long it waits while no byte moves. */
  readonly idleMs?: number
  /** How long it waits for the whole answer. */
  readonly totalMs?: number
}

/** A wait for an answer: for its header, for the next byte, or for all of it. */
export interface Wait extends Sourced {
  readonly for: 'firstByte' | 'idle' | 'total'
}

/** What the rules know of a component in front. */
export interface Front extends Pick<Preset, 'passThrough' | 'timeoutStatus' | 'closedStatus'> {
  readonly name: string
  readonly keepAlive: Sourced | null
  /** What the preset says where it is not known how long idle connections are kept. */
  readonly keepAliveTimeoutMs: number | null
  readonly waits: readonly Wait[]
}

const keys = ['preset', 'name', 'keepAliveMs', 'firstByteMs', 'idleMs', 'totalMs'] as const

const settings = { firstByte: 'firstByteMs', idle: 'idleMs', total: 'totalMs' } as const

export function frontOf(front: Behind | FrontLimits): Front {
  const told = typeof front === 'object' ? checked(front) : { preset: front }
  const preset = told.preset === undefined ? null : limitsFor(told.preset)
  const name = told.name ?? preset?.name ?? 'what is in front'
  const defaults = preset === null ? [] : defaultWaits(preset)
  const waits = (['firstByte', 'idle', 'total'] as const).flatMap((what) => {
    const ms = told[settings[what]]
    if (ms !== undefined) return { for: what, ...given(`${settings[what]} of ${name}`, ms) }
    return defaults.find((wait) => wait.for === what) ?? []
  })
  return {
    name,
    passThrough: preset?.passThrough ?? false,
    timeoutStatus: preset?.timeoutStatus ?? 504,
    closedStatus: preset?.closedStatus ?? 502,
    keepAlive: keepAliveOf(told, name, preset, waits),
    keepAliveTimeoutMs: preset?.keepAliveTimeoutMs ?? null,
    waits,
  }
}

function checked(front: FrontLimits): FrontLimits {
  checkOptions('behind', front, keys)
  if (front.preset !== undefined) checkOneOf('behind.preset', front.preset, behindNames)
  for (const key of keys) {
    if (key.endsWith('Ms') && front[key] !== undefined) checkDuration(`behind.${key}`, front[key])
  }
  return front
}

/** Of several limits of one kind the shortest counts. */
function defaultWaits({ components }: Preset): Wait[] {
  return knownLimits
    .filter(({ component, side }) => components.includes(component) && side !== 'client')
    .flatMap((limit) => {
      const what = waitedFor(limit)
      return what === null || limit.limitMs === null
        ? []
        : { for: what, ...sourced(limit, limit.limitMs) }
    })
    .sort((a, b) => a.ms - b.ms)
}

function waitedFor({ covers, basis }: KnownLimit): Wait['for'] | null {
  if (covers === 'first-byte') return 'firstByte'
  if (covers === 'connection') return 'idle'
  if (covers !== 'exchange') return null
  return basis === 'idle' ? 'idle' : 'total'
}

function keepAliveOf(
  told: FrontLimits,
  name: string,
  preset: Preset | null,
  waits: readonly Wait[],
): Sourced | null {
  if (told.keepAliveMs !== undefined) return given(`keepAliveMs of ${name}`, told.keepAliveMs)
  const limit = preset?.keepAlive == null ? undefined : knownLimit(preset.keepAlive)
  if (limit?.limitMs == null) return null
  // One setting for both, as AWS ALB's: who tells the one has told the other.
  if (told.idleMs !== undefined && limit.covers !== 'keep-alive') {
    return waits.find((wait) => wait.for === 'idle') ?? null
  }
  return sourced(limit, limit.limitMs)
}

function sourced({ name, setting, source, confidence }: KnownLimit, ms: number): Sourced {
  return { label: `${name} ${setting}`, ms, source, confidence }
}
