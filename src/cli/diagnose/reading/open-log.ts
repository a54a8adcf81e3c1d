import type { LogFormat } from '../../../diagnosis/formats/index.js'
import { openInput, type OpenInput } from './chunks.js'
import { firstTime, formatIn, headIn, type Head } from './head.js'
import { inputOf, UnreadableInput, type Input } from './input.js'
import { shown } from './lines-read.js'
import { formatOf, type FormatChoice } from './log-part.js'

/** A log whose format is known, ready to be read. */
export interface OpenLog {
  readonly input: Input
  readonly open: OpenInput
  readonly head: Head
  readonly format: LogFormat
  readonly choice: FormatChoice
  /** The first time it tells; Infinity where it tells none. */
  readonly firstMs: number
}

/**
 * Opens a log and tells its format; null where it is empty.
 *
 * @throws UnreadableInput where it cannot be opened, or is of no known format.
 */
export async function openLog(
  name: string,
  chosen: FormatChoice | undefined,
  onBytes: (count: number) => void,
): Promise<OpenLog | null> {
  const input = inputOf(name)
  const open = await openInput(input, onBytes)
  const head = headIn(open.head)
  const format = chosen === undefined ? formatIn(head) : formatOf(chosen)
  if (head.lines.length > 0 && format !== null) {
    const choice = chosen ?? { name: format.name }
    const firstMs = firstTime(head, format)
    return { input, open, head: withFewLines(head), format, choice, firstMs }
  }
  await open.close()
  if (open.failure !== undefined) throw open.failure
  if (head.lines.length === 0) return null
  throw new UnreadableInput(
    head.binary
      ? `${name}: is binary, not a log`
      : `${name}:1: is of no known format: ${firstLine(head)} (name it with --format, or give nginx' log_format with --log-format)`,
  )
}

/** Enough to say later what it looks like; of a thousand files no more can be kept. */
function withFewLines({ lines, binary }: Head): Head {
  return { lines: lines.slice(0, 40).map((line) => Uint8Array.from(line)), binary }
}

function firstLine({ lines: [first] }: Head): string {
  return first === undefined ? '' : shown(first, 0, first.length)
}
