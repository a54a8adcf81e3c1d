import { within } from '../harness/deferred.js'

/** Generous, since the machine may be busy: nothing waits that long unless it is broken. */
export const patienceMs = 10_000

/** What arrives one after the other, and who waits for it. */
export class Inbox<T> {
  readonly all: T[] = []
  readonly #what: string
  readonly #waiting: { readonly n: number; readonly resolve: (value: T) => void }[] = []

  constructor(what: string) {
    this.#what = what
  }

  push(value: T): void {
    this.all.push(value)
    for (const { n, resolve } of this.#waiting) if (n === this.all.length) resolve(value)
  }

  /** The nth, from 1, as soon as it is there. */
  async nth(n: number): Promise<T> {
    const arrived = new Promise<T>((resolve) => {
      if (this.all.length >= n) resolve(this.all[n - 1]!)
      else this.#waiting.push({ n, resolve })
    })
    return within(patienceMs, `no ${this.#what} number ${n}`, arrived)
  }
}
