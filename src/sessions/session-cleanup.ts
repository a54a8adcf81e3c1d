import { Cleaner } from './cleaner.js'
import { settingsFrom, type SessionCleanupOptions } from './options.js'
import { adapterFor, type CleanupMethod } from './stores/index.js'
import type { SweepReport } from './sweep.js'

/** What {@link sessionCleanup} returns. */
export interface SessionCleanup {
  /** The package that the store is from, or the name of its class. */
  readonly store: string
  /**
   * `'expires-by-itself'`: nothing is done. `'own-call'`: the store's own call is used.
   * `'batches'`: its sessions are gone through.
   */
  readonly method: CleanupMethod
  /** Sweeps at once; where a sweep of this store runs, waits for that one. Never rejects. */
  runNow(): Promise<SweepReport>
  /** Ends the schedule, and resolves when the sweep that runs has ended. */
  stop(): Promise<void>
}

/**
 * Removes expired sessions on a schedule, from any store of express-session: by the store's own
 * call where it has one, else in batches that let the event loop go round. A store that drops them
 * by itself is left alone. Only what is proven to have expired is removed; each session is read
 * again just before. Never two sweeps of a store at once in a process, and many processes may sweep
 * the same store. A store that fails is reported, and tried again later. Nothing here keeps the
 * process alive but a sweep that runs.
 *
 * @param store - The store that `session({ store })` is given.
 * @throws HangupError `ERR_HANGUP_OPTION` for an unknown option, a bad value or a cron expression
 * that never comes; `ERR_HANGUP_STORE` for a store that cannot be cleaned; `ERR_HANGUP_PEER_MISSING`
 * for `cron` without the package croner.
 * @example
 * ```ts
 * const cleanup = sessionCleanup(store, { everyMs: 3_600_000, logger: console })
 * process.once('SIGTERM', () => void cleanup.stop())
 * ```
 */
export function sessionCleanup(
  store: object,
  options: Readonly<SessionCleanupOptions>,
): SessionCleanup {
  const adapter = adapterFor(store)
  const settings = settingsFrom(options)
  const cleaner = new Cleaner(store, adapter, settings)
  const { logger } = settings
  if (adapter.method === 'expires-by-itself') {
    logger?.info(`${adapter.store} drops expired sessions by itself: nothing is done here`)
  } else {
    if (adapter.advice !== undefined) logger?.info(`${adapter.store}: ${adapter.advice}`)
    cleaner.start()
  }
  return {
    store: adapter.store,
    method: adapter.method,
    runNow: () => cleaner.run(),
    stop: () => cleaner.stop(),
  }
}
