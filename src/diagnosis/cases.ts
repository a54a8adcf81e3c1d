import { echoesOf } from './echoes.js'
import type { Disconnect } from './state/disconnect.js'
import type { Summary } from './state/summary.js'

/** How much of each case a finding claims, by the case's index: from 0 to 1. */
export type Claims = Map<number, number>

/** The disconnects that are looked at, and what of each is not explained yet. */
export class Cases {
  readonly all: readonly Disconnect[]
  readonly #free: Float64Array
  #echoes: ReadonlySet<number> | undefined

  constructor(sample: readonly Disconnect[]) {
    // In an order of their own: merged shards are then the same as one stream.
    this.all = [...sample].sort(byTime)
    this.#free = new Float64Array(this.all.length).fill(1)
  }

  /**
   * Whether it only repeats another case: a page that is closed takes its other requests along, and
   * they say no more than one of them does. Where addresses do not tell clients apart, none is.
   */
  isEcho(index: number): boolean {
    this.#echoes ??= echoesOf(this.all)
    return this.#echoes.has(index)
  }

  get size(): number {
    return this.all.length
  }

  at(index: number): Disconnect {
    const found = this.all[index]
    if (found === undefined) throw new RangeError(`There is no case ${index}`)
    return found
  }

  /** The part of a case that no finding has claimed. */
  free(index: number): number {
    return this.#free[index] ?? 0
  }

  /** The cases of which most is free, and that this holds of. */
  open(holds: (each: Disconnect) => boolean = () => true): number[] {
    const found: number[] = []
    this.all.forEach((each, index) => {
      if (this.free(index) > 0.5 && holds(each)) found.push(index)
    })
    return found
  }

  claim(claims: Claims): void {
    for (const [index, part] of claims) this.#free[index] = Math.max(0, this.free(index) - part)
  }
}

/** The whole of what is free of these cases. */
export function wholeOf(cases: Cases, indices: readonly number[]): Claims {
  return new Map(indices.map((index) => [index, cases.free(index)]))
}

export function weightOf(claims: Claims): number {
  let sum = 0
  for (const part of claims.values()) sum += part
  return sum
}

/** Sums the parts by a word of each case; cases without that word are left out. */
export function tally(
  cases: Cases,
  claims: Claims,
  word: (each: Disconnect) => string,
): Array<[word: string, weight: number]> {
  const sums = new Map<string, number>()
  for (const [index, part] of claims) {
    const key = word(cases.at(index))
    if (key !== '') sums.set(key, (sums.get(key) ?? 0) + part)
  }
  return [...sums].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
}

/** What each cause is looked for in. */
export interface Scene {
  readonly cases: Cases
  readonly summary: Summary
  readonly falsePositiveRate: number
  readonly minShare: number
}

function byTime(a: Disconnect, b: Disconnect): number {
  return (
    (a.time ?? 0) - (b.time ?? 0) ||
    (a.age ?? 0) - (b.age ?? 0) ||
    (a.idle ?? 0) - (b.idle ?? 0) ||
    (`${a.route}\n${a.address}\n${a.agent}` < `${b.route}\n${b.address}\n${b.agent}` ? -1 : 1)
  )
}
