import {
  lineReader,
  logFormats,
  type LineReader,
  nowhere,
  type LogFormat,
  type Parsed,
  type Sink,
} from '../../../diagnosis/formats/index.js'
import { LineClock } from './line-clock.js'
import type { LineTaker } from './line-splitter.js'
import { MAX_PROBLEMS, shown, type LinesRead, type Problem } from './lines-read.js'

/**
 * Lines that the format does not read cost the trial of all others: after so many only those are
 * tried that helped before, and all now and then.
 */
const MAX_TRIALS = 2_000
const NOW_AND_THEN = 64

export interface LogLinesOptions {
  readonly format: LogFormat
  /** Whether lines of another format are read too. */
  readonly mixed: boolean
  /** Where an access log tells of the same departures, an error log would tell of them twice. */
  readonly withoutErrorLog: boolean
}

/** Reads the lines of one log, or of a part of it, into a sink, and counts what it could not read. */
export class LogLines implements LineTaker {
  readonly #options: LogLinesOptions
  readonly #read: LineReader
  readonly #clock: LineClock
  readonly #others = new Map<LogFormat, LineReader>()
  readonly #helped = new Set<LogFormat>()
  readonly #problems: Problem[] = []
  readonly #byFormat = new Map<string, number>()
  #lines = 0
  #blank = 0
  #exchanges = 0
  #passedOver = 0
  #unparsed = 0
  #trials = 0

  constructor(options: LogLinesOptions, sink: Sink) {
    this.#options = options
    this.#read = lineReader(options.format)
    this.#clock = new LineClock(sink)
  }

  line(bytes: Uint8Array, from: number, to: number): void {
    this.#lines++
    if (from === to) {
      this.#blank++
      return
    }
    const parsed = this.#read(bytes, from, to, this.#sinkFor(this.#options.format))
    if (parsed === 'exchange') this.#told(this.#options.format)
    else if (this.#options.mixed && this.#readAsAnother(bytes, from, to)) return
    else if (parsed === 'other') this.#passedOver++
    else this.#problem(`not understood: ${shown(bytes, from, to)}`)
  }

  tooLong(): void {
    this.#lines++
    this.#problem('longer than 1 MiB, passed over')
  }

  result(): LinesRead {
    return {
      lines: this.#lines,
      blank: this.#blank,
      exchanges: this.#exchanges,
      others: this.#passedOver,
      unparsed: this.#unparsed,
      problems: this.#problems,
      byFormat: [...this.#byFormat],
      clock: this.#clock.notes(),
    }
  }

  #readAsAnother(bytes: Uint8Array, from: number, to: number): boolean {
    const all = this.#trials < MAX_TRIALS || this.#trials % NOW_AND_THEN === 0
    this.#trials++
    const formats = all ? logFormats : this.#helped
    for (const format of formats) {
      if (format === this.#options.format) continue
      if (this.#try(format, bytes, from, to) !== 'exchange') continue
      this.#helped.add(format)
      this.#told(format)
      return true
    }
    return false
  }

  #try(format: LogFormat, bytes: Uint8Array, from: number, to: number): Parsed {
    let read = this.#others.get(format)
    if (read === undefined) this.#others.set(format, (read = lineReader(format)))
    return read(bytes, from, to, this.#sinkFor(format))
  }

  #sinkFor(format: LogFormat): Sink {
    this.#clock.atLine = this.#lines
    const skipped = format.name === 'nginx-error' && this.#options.withoutErrorLog
    return skipped ? nowhere : this.#clock
  }

  #told(format: LogFormat): void {
    this.#exchanges++
    if (format !== this.#options.format) {
      this.#byFormat.set(format.name, (this.#byFormat.get(format.name) ?? 0) + 1)
    }
  }

  #problem(text: string): void {
    this.#unparsed++
    if (this.#problems.length < MAX_PROBLEMS) this.#problems.push({ line: this.#lines, text })
  }
}
