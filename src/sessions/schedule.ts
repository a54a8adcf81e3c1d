import type * as Croner from 'croner'
import { createRequire } from 'node:module'
import { HangupError } from '../errors/index.js'

/** When to sweep: the first time after a moment, in milliseconds since the epoch; null for never. */
export type Schedule = (after: number) => number | null

export function every(everyMs: number): Schedule {
  return (after) => after + everyMs
}

/** By a cron expression, in the time zone of the process. */
export function byCron(expression: unknown): Schedule {
  const cron = parsed(expression)
  const next: Schedule = (after) => cron.nextRun(new Date(after))?.getTime() ?? null
  if (next(Date.now()) === null) throw badCron(expression, 'it never comes')
  return next
}

function parsed(expression: unknown): Croner.Cron {
  if (typeof expression !== 'string') throw badCron(expression, `it is a ${typeof expression}`)
  const { Cron } = croner()
  try {
    return new Cron(expression, { paused: true })
  } catch (error) {
    throw badCron(expression, error instanceof Error ? error.message : String(error))
  }
}

function croner(): typeof Croner {
  try {
    // By name, so that nobody who uses everyMs needs it.
    return createRequire(__filename)('croner') as typeof Croner
  } catch (cause) {
    throw new HangupError(
      'ERR_HANGUP_PEER_MISSING',
      'The option cron needs the package croner: npm install croner (or use everyMs)',
      { cause },
    )
  }
}

function badCron(expression: unknown, why: string): HangupError {
  const received = typeof expression === 'string' ? `'${expression.slice(0, 80)}'` : 'no string'
  return new HangupError(
    'ERR_HANGUP_OPTION',
    `cron must be a cron expression such as '0 * * * *', for every hour; received ${received}: ${why}`,
  )
}
