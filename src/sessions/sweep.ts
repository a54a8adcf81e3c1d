import { setImmediate as turn } from 'node:timers/promises'
import type { HangupError } from '../errors/index.js'
import { callStore, isTimeout, type StoreCall, type StoreCallback } from './stores/store-call.js'

/** How far a sweep has come, or what came of it. */
export interface SweepReport {
  /** How many sessions it removed; `null` where the store does not tell. */
  readonly removed: number | null
  /** How many sessions it looked at; `null` where the store does not tell. */
  readonly scanned: number | null
  /** How many it left alone because they could not be read: they are not proven to have expired. */
  readonly unreadable: number
  /** Since it began. */
  readonly durationMs: number
  /** False while it runs. */
  readonly done: boolean
  /** Why it ended early; `null` where it did not. */
  readonly error: HangupError | null
}

export interface SweepOptions {
  readonly store: string
  readonly batchSize: number
  readonly timeoutMs: number
  readonly onProgress: (report: SweepReport) => void
}

/** How long it may work before others get their turn. */
const SLICE_MS = 8
/** So many calls in a row that fail are the store's fault, and not that of single sessions. */
const MAX_FAILURES = 10

/** One going through a store: what it counts, and how it makes room for others. */
export class Sweep {
  removed: number | null = 0
  scanned: number | null = 0
  unreadable = 0
  readonly batchSize: number
  readonly #options: SweepOptions
  readonly #began = performance.now()
  #sliceBegan = this.#began
  #failures = 0

  constructor(options: SweepOptions) {
    this.#options = options
    this.batchSize = options.batchSize
  }

  /** Calls the store: see {@link callStore}. */
  call(
    method: string,
    start: (callback: StoreCallback) => unknown,
    options: Pick<StoreCall, 'promised'> = {},
  ): Promise<unknown> {
    const { store, timeoutMs } = this.#options
    return callStore({ method, store, timeoutMs, ...options }, start)
  }

  /** True where it is time to `rest`. */
  get isTired(): boolean {
    return performance.now() - this.#sliceBegan >= SLICE_MS
  }

  /** Lets the event loop go round. */
  async rest(): Promise<void> {
    await turn()
    this.#sliceBegan = performance.now()
  }

  /** Tells how far it has come, and rests. */
  async batchDone(): Promise<void> {
    this.#options.onProgress(this.report(false))
    await this.rest()
  }

  countRemoved(count: number): void {
    this.#failures = 0
    if (this.removed !== null) this.removed += count
  }

  countScanned(count: number): void {
    if (this.scanned !== null) this.scanned += count
  }

  /** One session could not be read or removed: it stays. Throws where the store is to blame. */
  countFailure(error: unknown): void {
    // However many cannot be parsed, the store works.
    const isCorrupt = error instanceof Error && error.name === 'SyntaxError'
    if (isTimeout(error) || (!isCorrupt && ++this.#failures >= MAX_FAILURES)) throw error
    this.unreadable++
  }

  report(done: boolean, error: HangupError | null = null): SweepReport {
    const { removed, scanned, unreadable } = this
    const durationMs = performance.now() - this.#began
    return { removed, scanned, unreadable, durationMs, done, error }
  }
}
