import type { Code } from './codes.js'

// In the global registry, so that two copies of the package warn once all the same.
const key = Symbol.for('express-hangup.warned')
const told = ((globalThis as Record<symbol, unknown>)[key] ??= new Set()) as Set<string>

/**
 * Emits a process warning, once per code and process. `process.on('warning')` and
 * `--disable-warning=CODE` work on it as on Node's own.
 */
export function warnOnce(code: Code & `WARN_${string}`, message: string): void {
  if (told.has(code)) return
  told.add(code)
  process.emitWarning(message, { type: 'HangupWarning', code })
}
