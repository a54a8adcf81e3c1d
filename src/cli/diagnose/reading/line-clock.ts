import type { Sink } from '../../../diagnosis/formats/index.js'
import type { DiagnosisRecord } from '../../../diagnosis/index.js'
import type { ClockNotes } from './lines-read.js'

/** Servers that write one log are a little apart, and a long answer is logged at its end. */
const BACKWARDS_MS = 5 * 60_000
const FUTURE_MS = 24 * 3_600_000

/** Hands exchanges on and looks at their times: a log whose clock jumps is worth knowing of. */
export class LineClock implements Sink {
  atLine = 0
  readonly #sink: Sink
  readonly #futureFrom = Date.now() + FUTURE_MS
  #latest = -Infinity
  #backwards: { line: number; times: number; byMs: number } | null = null
  #future: { line: number; times: number } | null = null

  constructor(sink: Sink) {
    this.#sink = sink
  }

  add(record: DiagnosisRecord): void {
    const { time } = record
    this.#look(typeof time === 'string' ? Date.parse(time) : (time ?? NaN))
    this.#sink.add(record)
  }

  completed(route: string, ageMs: number, timeMs: number): boolean {
    this.#look(timeMs)
    return this.#sink.completed(route, ageMs, timeMs)
  }

  completedBy(address: string | null, agent: string | null): void {
    this.#sink.completedBy(address, agent)
  }

  notes(): ClockNotes {
    return { backwards: this.#backwards, future: this.#future }
  }

  #look(timeMs: number): void {
    if (timeMs < this.#latest - BACKWARDS_MS) {
      this.#backwards ??= { line: this.atLine, times: 0, byMs: this.#latest - timeMs }
      this.#backwards.times++
      // From here on by the new clock: what follows goes on from it.
      this.#latest = timeMs
    } else if (timeMs > this.#latest) {
      this.#latest = timeMs
    }
    if (timeMs > this.#futureFrom) {
      this.#future ??= { line: this.atLine, times: 0 }
      this.#future.times++
    }
  }
}
