import { seededRandom } from '../../../bench/random.js'

/** Draws from the distributions that traffic has; the same for a seed in every run. */
export class Draw {
  readonly #random: () => number

  constructor(seed: number) {
    this.#random = seededRandom(seed)
    // Neighbouring seeds begin alike.
    for (let i = 0; i < 8; i++) this.#random()
  }

  uniform(from: number, to: number): number {
    return from + (to - from) * this.#random()
  }

  /** As often between 1 and 10 as between 10 and 100. */
  logUniform(from: number, to: number): number {
    return Math.exp(this.uniform(Math.log(from), Math.log(to)))
  }

  whole(from: number, to: number): number {
    return Math.floor(this.uniform(from, to + 1))
  }

  chance(part: number): boolean {
    return this.#random() < part
  }

  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.#random())) * Math.cos(2 * Math.PI * this.#random())
  }

  logNormal(median: number, sigma: number): number {
    return median * Math.exp(sigma * this.normal())
  }

  exponential(mean: number): number {
    return -mean * Math.log(1 - this.#random())
  }

  of<T>(items: readonly T[]): T {
    return items[Math.floor(this.#random() * items.length)]!
  }

  weighted<T>(items: ReadonlyArray<readonly [item: T, weight: number]>): T {
    let left = this.#random() * items.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [item, weight] of items) {
      left -= weight
      if (left < 0) return item
    }
    return items.at(-1)![0]
  }

  /** Some of the items, in a new order. */
  some<T>(items: readonly T[], count: number): T[] {
    const rest = [...items]
    for (let i = rest.length - 1; i > 0; i--) {
      const j = this.whole(0, i)
      ;[rest[i], rest[j]] = [rest[j]!, rest[i]!]
    }
    return rest.slice(0, count)
  }

  /** Parts of 1 that are each at least this. */
  parts(count: number, least: number): number[] {
    const raw = Array.from({ length: count }, () => this.exponential(1))
    const sum = raw.reduce((all, each) => all + each, 0)
    return raw.map((each) => least + (each / sum) * (1 - least * count))
  }
}
