import type { ConsoleError } from './console-errors.js'

/** What really happened in a cell, as seen from outside the application. */
export interface GroundTruth {
  /** Requests whose user left, stopped reading, or was cut off by the load balancer. */
  readonly clientGone: ReadonlySet<string>
  /** Requests to which the upstream or the database did something, noted where it was done. */
  readonly faults: ReadonlyMap<string, FaultKind>
}

export type FaultKind = 'upstream reset' | 'database gone'

export type Owner = 'client' | 'real' | 'unexplained'

/** What the faults look like where they are real. A client's error may look the same. */
const LOOKS: Readonly<Record<FaultKind, RegExp>> = {
  'upstream reset': /ECONNRESET|socket hang up|aborted|other side closed|fetch failed/,
  'database gone': /EPIPE/,
}

/**
 * Whose an error on the console is, by the request it names and by what happened to that request.
 * Where both happened, the fault is the owner: the answer to an order is so small that the customer
 * who left can raise no error of the kind.
 */
export function ownerOf(error: ConsoleError, truth: GroundTruth): Owner {
  if (error.requestId === null) return 'unexplained'
  const fault = truth.faults.get(error.requestId)
  if (fault !== undefined && LOOKS[fault].test(error.text)) return 'real'
  return truth.clientGone.has(error.requestId) ? 'client' : 'unexplained'
}
