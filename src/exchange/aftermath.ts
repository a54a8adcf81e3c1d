import type { RequestTimeoutError } from '../errors/index.js'
import type { Phase } from '../types/index.js'

/** How things stood when the connection gave the first sign of its end. */
export interface Sign {
  /** `performance.now()` at that moment. */
  readonly at: number
  readonly phase: Phase
  /** Whether bytes were waiting to be written. */
  readonly pendingWrites: boolean
}

/**
 * What is known of an exchange once something went wrong with it. Most have none, which keeps those
 * in flight small.
 */
export class Aftermath {
  sign: Sign | null = null
  /** The error of the limit that passed. */
  expired: RequestTimeoutError | null = null
  /** `performance.now()` when its limit passed or it settled. */
  endedAt = Infinity
  /** Late work was told of. */
  told = false
  /** The late handler can no longer write to the response. */
  sealed = false
  /** Somebody began to use the response after its client had gone. */
  usedLate = false
  /** The classes of the streams that were let go with the response. */
  readonly released: string[] = []
}
