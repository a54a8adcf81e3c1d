/**
 * The faults that were injected behind the application, as the application met them: an error that
 * came while its request was still wanted is real, and has to reach the application's own error
 * handler.
 */
export class Faults {
  /** Met while the request was still wanted. */
  readonly seen = new Map<string, string>()
  /** Those that came to the application's own error handler. */
  readonly reached = new Set<string>()
  /** Those that were called the client's, and quiet. */
  readonly quieted = new Set<string>()
  /** Requests that were given up before their fault was met. */
  readonly cancelled = new Set<string>()
  readonly #ids = new WeakMap<object, string>()

  /** Hears of an error behind the application, at the moment it is emitted. */
  meet(id: string, error: unknown, signal: AbortSignal): void {
    if (typeof error !== 'object' || error === null || this.seen.has(id)) return
    if (signal.aborted) {
      this.cancelled.add(id)
      return
    }
    this.#ids.set(error, id)
    this.seen.set(id, String((error as { code?: unknown }).code))
  }

  cancel(id: string): void {
    if (!this.seen.has(id)) this.cancelled.add(id)
  }

  /** The application's own error handler was given an error. True for an injected one. */
  reach(error: unknown): boolean {
    return this.#note(error, this.reached)
  }

  quiet(error: unknown): void {
    this.#note(error, this.quieted)
  }

  clear(): void {
    for (const ids of [this.seen, this.reached, this.quieted, this.cancelled]) ids.clear()
  }

  #note(error: unknown, ids: Set<string>): boolean {
    const id = typeof error === 'object' && error !== null ? this.#ids.get(error) : undefined
    if (id !== undefined) ids.add(id)
    return id !== undefined
  }
}
