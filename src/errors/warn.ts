import type { Code } from './codes.js'

const told = new Set<string>()

/**
 * Emits a process warning, once per code and process. `process.on('warning')` and
 * `--disable-warning=CODE` work on it as on Node's own.
 */
export function warnOnce(code: Code & `WARN_${string}`, message: string): void {
  if (told.has(code)) return
  told.add(code)
  process.emitWarning(message, { type: 'HangupWarning', code })
}
