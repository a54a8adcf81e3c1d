import { AsyncResource } from 'node:async_hooks'

const nowhere = new AsyncResource('express-hangup')

/**
 * Runs what starts a timer that requests share. It would keep the context of the one that happened
 * to start it, its request id and its spans, and what came of all others would run in that.
 */
export function inNoContext<T>(fn: () => T): T {
  return nowhere.runInAsyncScope(fn)
}
