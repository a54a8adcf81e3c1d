import type { Store } from 'express-session'
import type { SampleSession } from './sample-sessions.js'

/** A real store of express-session, and a way around it. */
export interface OpenedStore {
  readonly store: Store
  /** Puts sessions in, also those that `set` would take for what they are: expired. */
  put(sessions: readonly SampleSession[]): Promise<void>
  ids(): Promise<string[]>
  /** Ends it, and what it was opened on. */
  close(): Promise<void>
}
