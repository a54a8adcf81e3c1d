export type { SessionCleanupOptions, SessionLogger } from './options.js'
export { sessionCleanup, type SessionCleanup } from './session-cleanup.js'
export type { CleanupMethod } from './stores/index.js'
export type { SweepReport } from './sweep.js'
