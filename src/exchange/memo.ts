/**
 * Remembers what was made of a string: few of them make most of the traffic. It forgets all of them
 * when it has grown to its bound, so that nobody can fill it.
 */
export class Memo<T> {
  readonly #known = new Map<string, T>()
  readonly #max: number
  readonly #make: (key: string) => T

  constructor(max: number, make: (key: string) => T) {
    this.#max = max
    this.#make = make
  }

  of(key: string): T {
    const known = this.#known.get(key)
    if (known !== undefined) return known
    if (this.#known.size >= this.#max) this.#known.clear()
    const made = this.#make(key)
    this.#known.set(key, made)
    return made
  }
}
