import type { Sweep } from '../sweep.js'

/**
 * How a store gets rid of what has expired: it does so by itself; it has a call for it; or it is
 * gone through here, in batches.
 */
export type CleanupMethod = 'expires-by-itself' | 'own-call' | 'batches'

/** What is known of one kind of store. */
export interface StoreAdapter {
  /** The package it is from, or the name of its class. */
  readonly store: string
  readonly method: CleanupMethod
  /** What its user may want to know, such as a timer of its own that does the same. */
  readonly advice?: string
  /** Removes what has expired, and counts it. */
  readonly sweep: (sweep: Sweep) => Promise<void>
}
