import { copyOf } from './copy.js'

/** An entry of a top list: between `count` and `count + error` were told of it. */
export interface Counted {
  count: number
  error: number
}

/**
 * The most frequent names of a stream in bounded memory (Space-Saving, with the least entries let
 * go in batches). No entry's `error` exceeds what was counted in all, divided by `size`; a name
 * with more than that is in the list. Merged lists keep that bound.
 *
 * Source: Metwally, Agrawal, El Abbadi, Efficient Computation of Frequent and Top-k Elements in
 * Data Streams (2005).
 */
export class TopList<T extends Counted> {
  readonly entries = new Map<string, T>()
  readonly #size: number
  readonly #create: () => T
  readonly #letGo: ((name: string, entry: T) => void) | undefined
  /** No name outside of the list has a larger count than this. */
  floor = 0

  constructor(size: number, create: () => T, letGo?: (name: string, entry: T) => void) {
    this.#size = size
    this.#create = create
    this.#letGo = letGo
  }

  count(name: string, by = 1): T {
    const entry = this.entries.get(name) ?? this.#enter(name)
    entry.count += by
    return entry
  }

  merge(other: TopList<T>, join?: (into: T, from: T) => void): void {
    for (const [name, from] of other.entries) {
      const known = this.entries.get(name)
      const into = known ?? this.#create()
      const error = (known?.error ?? this.floor) + from.error
      const count = into.count + from.count
      if (known === undefined) this.entries.set(name, into)
      join?.(into, from)
      into.count = count
      into.error = error
    }
    for (const [name, entry] of this.entries) {
      if (!other.entries.has(name)) entry.error += other.floor
    }
    this.floor += other.floor
    if (this.entries.size > this.#size * 2) this.#shrink()
  }

  /** The most frequent first; of equals the first in the alphabet, so that order is no matter of chance. */
  top(): Array<[name: string, entry: T]> {
    return [...this.entries].sort(
      ([a, x], [b, y]) => y.count + y.error - x.count - x.error || (a < b ? -1 : 1),
    )
  }

  #enter(name: string): T {
    if (this.entries.size >= this.#size * 2) this.#shrink()
    const entry = this.#create()
    entry.error = this.floor
    this.entries.set(copyOf(name), entry)
    return entry
  }

  /** Lets the least go: all below the one that is the last to stay, and of its equals what is too many. */
  #shrink(): void {
    const bounds = Float64Array.from(this.entries.values(), upperBound).sort()
    const least = bounds[bounds.length - this.#size] ?? 0
    let surplus = this.entries.size - this.#size
    for (const equals of [false, true]) {
      for (const [name, entry] of this.entries) {
        const bound = upperBound(entry)
        if (surplus === 0 || (equals ? bound > least : bound >= least)) continue
        this.floor = Math.max(this.floor, bound)
        this.entries.delete(name)
        this.#letGo?.(name, entry)
        surplus--
      }
    }
  }
}

function upperBound({ count, error }: Counted): number {
  return count + error
}
