import { AgeHistogram } from './histogram.js'
import { TopList, type Counted } from './top-list.js'

/** What is known of a route: `count` is its exchanges. */
export interface RouteStats extends Counted {
  disconnects: number
  /** How long its completed exchanges took. */
  completed: AgeHistogram
}

export interface RoutesJson {
  readonly floor: number
  readonly entries: ReadonlyArray<
    readonly [name: string, count: number, error: number, disconnects: number, ages: number[]]
  >
  readonly others: number[]
}

/** The busiest routes with their durations; those that were let go are counted together. */
export class RouteTable {
  readonly #size: number
  readonly #list: TopList<RouteStats>
  /** Durations on routes that are not in the list any more. */
  readonly others = new AgeHistogram()

  constructor(size: number) {
    this.#size = size
    this.#list = new TopList<RouteStats>(
      size,
      () => ({ count: 0, error: 0, disconnects: 0, completed: new AgeHistogram() }),
      (_name, { completed }) => this.others.merge(completed),
    )
  }

  completed(route: string, ageMs: number): void {
    const { completed } = this.#list.count(route)
    if (!Number.isNaN(ageMs)) completed.add(ageMs)
  }

  disconnected(route: string): void {
    this.#list.count(route).disconnects++
  }

  merge(other: RouteTable): void {
    this.others.merge(other.others)
    this.#list.merge(other.#list, (into, from) => {
      into.disconnects += from.disconnects
      into.completed.merge(from.completed)
    })
  }

  get(route: string): RouteStats | undefined {
    return this.#list.entries.get(route)
  }

  top(): Array<[route: string, stats: RouteStats]> {
    return this.#list.top().slice(0, this.#size)
  }

  /** How long completed exchanges took, on all routes. */
  durations(): AgeHistogram {
    const all = new AgeHistogram()
    all.merge(this.others)
    for (const { completed } of this.#list.entries.values()) all.merge(completed)
    return all
  }

  toJSON(): RoutesJson {
    return {
      floor: this.#list.floor,
      entries: [...this.#list.entries].map(([name, { count, error, disconnects, completed }]) => [
        name,
        count,
        error,
        disconnects,
        completed.toJSON(),
      ]),
      others: this.others.toJSON(),
    }
  }

  static from(size: number, { floor, entries, others }: RoutesJson): RouteTable {
    const table = new RouteTable(size)
    table.#list.floor = floor
    for (const [name, count, error, disconnects, ages] of entries) {
      const completed = AgeHistogram.from(ages)
      table.#list.entries.set(name, { count, error, disconnects, completed })
    }
    table.others.merge(AgeHistogram.from(others))
    return table
  }
}
