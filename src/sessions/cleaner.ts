import { HangupError, warnOnce } from '../errors/index.js'
import type { Settings } from './options.js'
import type { StoreAdapter } from './stores/index.js'
import { Sweep, type SweepReport } from './sweep.js'

/** The sweeps that run, by store; shared by two copies of the package. */
const key = Symbol.for('express-hangup.sweeps')
const running = ((globalThis as Record<symbol, unknown>)[key] ??= new WeakMap()) as WeakMap<
  object,
  Promise<SweepReport>
>

const MAX_DELAY_MS = 2 ** 31 - 1
const MAX_JITTER_MS = 60_000
const FIRST_BACK_OFF_MS = 2_000
const MAX_BACK_OFF_MS = 3_600_000

/** Sweeps one store, now and on schedule. */
export class Cleaner {
  readonly #store: object
  readonly #adapter: StoreAdapter
  readonly #settings: Settings
  #timer: NodeJS.Timeout | null = null
  #stopped = false
  /** How many sweeps in a row have failed. */
  #failures = 0

  constructor(store: object, adapter: StoreAdapter, settings: Settings) {
    this.#store = store
    this.#adapter = adapter
    this.#settings = settings
  }

  /** Waits for the next time, sweeps, and so on. */
  start(): void {
    const now = Date.now()
    const at = this.#settings.schedule(now + this.#backOffMs)
    if (at !== null && !this.#stopped) this.#wait(now + this.#withJitter(at - now))
  }

  /** One sweep; where one of this store runs, that one. Never rejects. */
  run(): Promise<SweepReport> {
    const already = running.get(this.#store)
    if (already !== undefined) return already
    const sweep = this.#sweep().finally(() => running.delete(this.#store))
    running.set(this.#store, sweep)
    return sweep
  }

  async stop(): Promise<void> {
    this.#stopped = true
    if (this.#timer !== null) clearTimeout(this.#timer)
    await running.get(this.#store)
  }

  /** A timer holds no more than 25 days. */
  #wait(until: number): void {
    const delay = Math.min(Math.max(until - Date.now(), 0), MAX_DELAY_MS)
    this.#timer = setTimeout(() => {
      if (until > Date.now()) this.#wait(until)
      else void this.run().then(() => this.start())
    }, delay)
    this.#timer.unref()
  }

  async #sweep(): Promise<SweepReport> {
    const { batchSize, timeoutMs, onSweep } = this.#settings
    const { store, sweep: clean } = this.#adapter
    const sweep = new Sweep({ store, batchSize, timeoutMs, onProgress: onSweep })
    let error: HangupError | null = null
    try {
      await clean(sweep)
      this.#failures = 0
    } catch (cause) {
      this.#failures++
      error = failureOf(store, cause)
    }
    const report = sweep.report(true, error)
    this.#tell(report)
    return report
  }

  #tell(report: SweepReport): void {
    const { logger, onError, onSweep } = this.#settings
    const { removed, unreadable, durationMs, error } = report
    onSweep(report)
    if (error !== null) {
      onError?.(error)
      logger?.error(error.message)
      if (onError === null && logger === null) warnOnce('WARN_HANGUP_SESSIONS', error.message)
    }
    if (unreadable > 0) {
      logger?.warn(`${unreadable} sessions are left, since nothing proves that they have expired`)
    }
    if (removed !== null && removed > 0) {
      logger?.info(`removed ${removed} expired sessions in ${Math.round(durationMs)} ms`)
    }
  }

  get #backOffMs(): number {
    if (this.#failures === 0) return 0
    return Math.min(FIRST_BACK_OFF_MS * 2 ** (this.#failures - 1), MAX_BACK_OFF_MS)
  }

  #withJitter(waitMs: number): number {
    const jitterMs = this.#settings.jitterMs ?? Math.min(waitMs / 10, MAX_JITTER_MS)
    return waitMs + Math.random() * jitterMs
  }
}

function failureOf(store: string, cause: unknown): HangupError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new HangupError(
    'ERR_HANGUP_SWEEP',
    `the expired sessions of ${store} were not all removed: ${why}`,
    { cause },
  )
}
