import type { Attribution, ExchangeRecord, LateEvent, Observer } from '../../../src/index.js'
import { within } from '../../harness/deferred.js'

/** What these programs wait for at the most: they run beside others, on few cores. */
export const PATIENCE_MS = 10_000

/** An observer that keeps all it is told. */
export class Told implements Observer {
  readonly records: ExchangeRecord[] = []
  readonly errors: unknown[] = []
  readonly rules: string[] = []
  readonly lates: LateEvent[] = []
  #waiting: (() => void)[] = []

  settled(record: ExchangeRecord): void {
    this.records.push(record)
    for (const wake of this.#waiting.splice(0)) wake()
  }

  error(error: unknown, { rule }: Attribution): void {
    this.errors.push(error)
    this.rules.push(rule)
  }

  late(event: LateEvent): void {
    this.lates.push(event)
  }

  /** Resolves when so many exchanges have settled. */
  async settledAll(count: number): Promise<void> {
    while (this.records.length < count) {
      const more = new Promise<void>((resolve) => this.#waiting.push(resolve))
      await within(PATIENCE_MS, `no record number ${this.records.length + 1}`, more)
    }
  }
}
