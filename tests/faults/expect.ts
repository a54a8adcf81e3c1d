import { isRequestTimeoutError } from '../../src/errors/index.js'
import type { Origin, Outcome } from '../../src/types/index.js'
import { describeError } from './describe-error.js'
import type { Played, SignalState } from './play.js'
import type { ExpectedExchange, Owner, Row } from './row.js'
import type { Surfaced } from './stage.js'

const signalCodes: Readonly<Partial<Record<Outcome, string>>> = {
  'client-disconnected': 'ERR_CLIENT_DISCONNECTED',
  'timed-out': 'ERR_REQUEST_TIMEOUT',
  'server-closed': 'ERR_SERVER_CLOSED',
}

/** What is wrong with a row, in sentences; nothing if it went as the row says. */
export function faultsOf(played: Played): string[] {
  return [
    ...played.stage.complaints,
    ...settlingFaults(played),
    ...played.row.expected.flatMap((expected, index) => exchangeFaults(played, expected, index)),
    ...played.stage.surfaced.flatMap((surfaced) => ownerFaults(played, surfaced)),
    ...played.stage.surfaced.flatMap((surfaced) => handlerFaults(played, surfaced)),
    ...surfacingFaults(played),
  ]
}

/** Too few exchanges settled, or one of them more than once. */
export function settlingFaults({ row, stage, settledInTime }: Played): string[] {
  const expected = row.expected.length
  if (settledInTime < expected) return [`${String(settledInTime)} of ${String(expected)} settled`]
  const distinct = new Set(stage.records.map(({ id }) => id)).size
  if (stage.records.length === expected && distinct === expected) return []
  return [`${String(expected)} exchanges gave ${String(stage.records.length)} records`]
}

export function exchangeFaults(
  { stage, signals }: Played,
  expected: ExpectedExchange,
  index: number,
): string[] {
  const record = stage.records[index]
  if (record === undefined) return []
  const faults: string[] = []
  if (record.outcome !== expected.outcome || record.phase !== expected.phase) {
    const rule = record.cause === null ? '' : ` by ${record.cause.origin}/${record.cause.rule}`
    faults.push(
      `was ${record.outcome}, ${record.phase}${rule}; is ${expected.outcome}, ${expected.phase}`,
    )
  }
  if (expected.closures?.includes(record.closure) === false) {
    faults.push(`closure was ${record.closure}; is ${expected.closures.join(' or ')}`)
  }
  return [...faults, ...signalFaults(signals[index], expected)]
}

/** The signal asked for after the fact tells the same as the record. */
function signalFaults(signal: SignalState | undefined, expected: ExpectedExchange): string[] {
  if (signal === undefined) return ['the request never arrived']
  const { aborted, reason } = signal
  if (aborted !== (expected.outcome !== 'completed'))
    return [`signal.aborted is ${String(aborted)}`]
  const code = signalCodes[expected.outcome]
  const actual = describeError(reason).code
  return code === undefined || actual === code ? [] : [`signal.reason is ${actual}, not ${code}`]
}

function ownerFaults({ row }: Played, { error, via, verdict }: Surfaced): string[] {
  const { origin, rule, quiet } = verdict
  // The error of the limit comes by itself, whatever the handler meets afterwards.
  const owner = isRequestTimeoutError(error) ? 'timeout' : row.owner
  if (!isRight(owner, origin, isOver(row))) {
    const quietly = quiet ? ', quietly' : ''
    return [`${describeError(error).text} by ${via} was ${origin}/${rule}${quietly}`]
  }
  return []
}

/** The client has left, or its time is up: only then can an error's owner be in doubt. */
const isOver = ({ strike, expected }: Row): boolean =>
  strike !== null || expected[0]?.outcome === 'timed-out'

function isRight(owner: Owner, origin: Origin, over: boolean): boolean {
  if (origin === 'ambiguous') return over
  // Who gives up an upstream in words of its own may be taken at its word, or be understood.
  if (owner === 'cancel') return origin !== 'server'
  if (owner === 'server') return origin !== 'client' && origin !== 'timeout'
  return origin === owner
}

/** An error that is quiet ends at our error handler; any other reaches the one behind it. */
function handlerFaults({ stage }: Played, { error, via, verdict }: Surfaced): string[] {
  // The error of the limit is answered by our handler, though it is not quiet.
  if (isRequestTimeoutError(error)) return []
  if (via !== 'next' || stage.downstream.includes(error) !== verdict.quiet) return []
  return [
    verdict.quiet
      ? `${describeError(error).text} was quiet, and went downstream`
      : `${describeError(error).text} was not quiet, and was lost`,
  ]
}

function surfacingFaults({ row, stage }: Played): string[] {
  if (row.surfaces !== 'none') return []
  return stage.surfaced.map(({ error }) => `${describeError(error).text} surfaced`)
}
