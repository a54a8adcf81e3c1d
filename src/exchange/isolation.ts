import { types } from 'node:util'
import type { Code } from '../errors/index.js'
import { shownText } from './safe-text.js'

const WARNING: Code = 'WARN_HANGUP_OBSERVER'
const MAX_WARNING_LENGTH = 4096

// In the global registry, so that two copies of the package count as one.
const key = Symbol.for('express-hangup.observer-failures')
const failures = ((globalThis as Record<symbol, unknown>)[key] ??= new WeakMap()) as WeakMap<
  object,
  number
>

/**
 * How often an observer threw, or returned a promise that was rejected. The first time it is warned
 * about, as `WARN_HANGUP_OBSERVER`; neither the request nor the other observers notice.
 *
 * @example
 * ```ts
 * setInterval(() => gauge.set(observerFailures(observer)), 10_000).unref()
 * ```
 */
export function observerFailures(observer: object): number {
  return failures.get(observer) ?? 0
}

/** Calls what belongs to `owner`, whose mistakes must reach neither the request nor the other observers. */
export function isolated(owner: object, call: () => unknown): void {
  try {
    const result = call()
    // An async method is no mistake to TypeScript, and its rejection would end the process.
    if (result !== undefined && types.isPromise(result)) {
      result.then(undefined, (error: unknown) => {
        noteFailure(owner, error)
      })
    }
  } catch (error) {
    noteFailure(owner, error)
  }
}

function noteFailure(owner: object, error: unknown): void {
  const before = observerFailures(owner)
  failures.set(owner, before + 1)
  if (before > 0) return
  const message = `An observer threw: ${described(error)}`
  process.emitWarning(shownText(message, MAX_WARNING_LENGTH, true), {
    type: 'HangupWarning',
    code: WARNING,
  })
}

/** What was thrown may bite whoever looks at it. */
function described(error: unknown): string {
  try {
    const stack: unknown = error instanceof Error ? (error.stack ?? error.message) : null
    return typeof stack === 'string' ? stack : typeof error
  } catch {
    return typeof error
  }
}
