import type { CellProgress } from './cell.js'

const EVERY_MS = 1_000
const ERROR_LINE = /\b\w*Error( \[\w+\])?: .*/

/** Tells once a second how far a cell has come, and what its console said last. */
export class Progress implements CellProgress {
  readonly #startedAt = Date.now()
  readonly #clock: NodeJS.Timeout
  #over = 0
  #latest = ''

  constructor(
    private readonly name: string,
    private readonly visits: number,
    private readonly verbose: boolean,
  ) {
    this.#clock = setInterval(() => {
      this.#tell()
    }, EVERY_MS)
  }

  onLine(line: string): void {
    if (this.verbose) console.log(`${this.name} | ${line}`)
    this.#latest = ERROR_LINE.exec(line)?.[0] ?? this.#latest
  }

  onOver(): void {
    this.#over++
  }

  stop(): void {
    clearInterval(this.#clock)
    this.#tell()
  }

  #tell(): void {
    const seconds = ((Date.now() - this.#startedAt) / 1000).toFixed(0).padStart(2)
    const latest = this.#latest === '' ? '' : `   console: ${this.#latest}`
    console.log(
      `${this.name.padEnd(19)} ${seconds} s  ${String(this.#over).padStart(3)} of ` +
        `${String(this.visits)} visits over${latest}`,
    )
    this.#latest = ''
  }
}
