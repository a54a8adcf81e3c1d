/** How many lines that could not be read are shown of each file. */
export const MAX_PROBLEMS = 3

export interface Problem {
  /** From 1. */
  readonly line: number
  readonly text: string
}

/** What was read of a log, or of a part of it. */
export interface LinesRead {
  readonly lines: number
  readonly blank: number
  readonly exchanges: number
  /** Lines of this log that tell of no exchange. */
  readonly others: number
  readonly unparsed: number
  readonly problems: readonly Problem[]
  /** Lines that were read as another format than the file's. */
  readonly byFormat: ReadonlyArray<readonly [format: string, lines: number]>
  readonly clock: ClockNotes
}

/** What is odd about the times; the line is that of the first. */
export interface ClockNotes {
  readonly backwards: {
    readonly line: number
    readonly times: number
    readonly byMs: number
  } | null
  readonly future: { readonly line: number; readonly times: number } | null
}

export const nothingRead: LinesRead = {
  lines: 0,
  blank: 0,
  exchanges: 0,
  others: 0,
  unparsed: 0,
  problems: [],
  byFormat: [],
  clock: { backwards: null, future: null },
}

/** Two parts of one file, the later with its lines counted on. */
export function joined(first: LinesRead, second: LinesRead): LinesRead {
  const shift = <T extends { readonly line: number }>(note: T): T => ({
    ...note,
    line: note.line + first.lines,
  })
  const byFormat = new Map(first.byFormat)
  for (const [name, lines] of second.byFormat) byFormat.set(name, (byFormat.get(name) ?? 0) + lines)
  return {
    lines: first.lines + second.lines,
    blank: first.blank + second.blank,
    exchanges: first.exchanges + second.exchanges,
    others: first.others + second.others,
    unparsed: first.unparsed + second.unparsed,
    problems: [...first.problems, ...second.problems.map(shift)].slice(0, MAX_PROBLEMS),
    byFormat: [...byFormat],
    clock: {
      backwards: summed(first.clock.backwards, second.clock.backwards, shift),
      future: summed(first.clock.future, second.clock.future, shift),
    },
  }
}

function summed<T extends { readonly line: number; readonly times: number }>(
  first: T | null,
  second: T | null,
  shift: (note: T) => T,
): T | null {
  if (first === null) return second === null ? null : shift(second)
  return { ...first, times: first.times + (second?.times ?? 0) }
}

const MAX_SHOWN = 100

/** The beginning of a line, with what a terminal would act on made visible. */
export function shown(bytes: Uint8Array, from: number, to: number): string {
  const end = Math.min(to, from + MAX_SHOWN)
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + from, end - from).toString('utf8')
  const plain = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029\ufffd]/gu, '\u00b7')
  return end < to ? `${plain}\u2026` : plain
}
