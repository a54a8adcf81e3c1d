import { EventEmitter, once } from 'node:events'
import { Writable } from 'node:stream'

/** A stream that a logger writes to, kept line by line. */
export class Lines extends Writable {
  readonly all: string[] = []
  readonly #told = new EventEmitter()

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.all.push(
      ...chunk
        .toString()
        .split('\n')
        .filter((line) => line !== ''),
    )
    done()
    this.#told.emit('line')
  }

  /** Resolves when there are so many. */
  async reach(count: number): Promise<string[]> {
    while (this.all.length < count) await once(this.#told, 'line')
    return this.all
  }

  /** Each line read back as JSON. */
  get json(): Record<string, unknown>[] {
    return this.all.map((line) => JSON.parse(line) as Record<string, unknown>)
  }
}
