import { inspect } from 'node:util'
import type { Logger } from 'winston'
import { checkOptions, HangupError } from '../../errors/index.js'
import type { Phase } from '../../types/index.js'

/** A level of the logger's, or `false` for no line. */
export type Level = string | false

/** A level for each phase; one that is missing is that kind's default. */
export type PhaseLevels = Readonly<Partial<Record<Exclude<Phase, 'done'>, Level>>>

/** The level of each kind of line. */
export interface Levels {
  /** A client that hung up. */
  readonly disconnect: Level | PhaseLevels
  /** A limit that passed. */
  readonly timeout: Level | PhaseLevels
  /** An exchange that this server cut. */
  readonly closed: Level | PhaseLevels
  /** An exchange that a real error ended; as `closed` where it is not given. */
  readonly failed: Level | PhaseLevels
  readonly completed: Level
  /** An exchange that completed, and took `slowMs` or longer. */
  readonly slow: Level
  /** The summary of client disconnects that were too many for a line each. */
  readonly storm: Level
  /** An error that is not proven to be the client's. */
  readonly error: Level
  /** Work that went on after its exchange was over. */
  readonly late: Level
  /** What happened on a connection below any request. */
  readonly connection: Level
}

/** The level of each kind of line in each phase. */
export type LevelTable = Readonly<Record<keyof Levels, Readonly<Record<Phase, Level>>>>

/** Of each kind the first that the logger knows: npm's levels have `warn`, syslog's `warning`. */
const defaults: Readonly<Record<keyof Levels, readonly [string, ...string[]]>> = {
  disconnect: ['info'],
  timeout: ['warn', 'warning'],
  closed: ['warn', 'warning'],
  failed: ['warn', 'warning'],
  completed: ['debug'],
  slow: ['warn', 'warning'],
  storm: ['warn', 'warning'],
  error: ['error'],
  late: ['debug'],
  connection: ['debug'],
}

const phases = ['receiving', 'processing', 'responding', 'flushing'] as const
const allPhases = [...phases, 'done'] as const

/** Checks the levels against those that the logger knows, and lays them out. */
export function levelsOf(logger: Logger, given: Readonly<Partial<Levels>>): LevelTable {
  const names = Object.keys(defaults) as (keyof Levels)[]
  checkOptions('levels of winstonObserver', given, names)
  const known = Object.keys(logger.levels)
  const row = (kind: keyof Levels): Record<Phase, Level> => {
    const value = given[kind] ?? (kind === 'failed' ? given.closed : undefined)
    const byPhase = typeof value === 'object' ? value : undefined
    if (byPhase !== undefined) checkOptions(`levels.${kind} of winstonObserver`, byPhase, phases)
    const rest =
      value === undefined || typeof value === 'object'
        ? (defaults[kind].find((level) => known.includes(level)) ?? defaults[kind][0])
        : value
    const cells = allPhases.map((phase) => {
      const level = (phase === 'done' ? undefined : byPhase?.[phase]) ?? rest
      return [phase, checkLevel(level === rest ? kind : `${kind}.${phase}`, level, known)]
    })
    return Object.fromEntries(cells) as Record<Phase, Level>
  }
  return Object.fromEntries(names.map((kind) => [kind, row(kind)])) as LevelTable
}

function checkLevel(key: string, level: Level, known: readonly string[]): Level {
  if (level === false || known.includes(level)) return level
  throw new HangupError(
    'ERR_HANGUP_OPTION',
    `The level of '${key}' is ${inspect(level)}, which this logger does not know ` +
      `(it knows ${known.join(', ')}); set levels.${key}`,
  )
}
