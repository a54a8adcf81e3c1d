import type { Code } from './codes.js'

/**
 * A mistake in how this package is used: a bad option, or a question about a request that no
 * middleware has seen. `code` says which; `docs/reference/errors.md` lists them.
 */
export class HangupError extends Error {
  override readonly name = 'HangupError'
  readonly code: Code

  constructor(code: Code, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.code = code
  }
}
