import type { LogFormat } from '../../../diagnosis/formats/index.js'
import { DiagnosisState, type DiagnosisReport } from '../../../diagnosis/index.js'
import { chunksOfPart } from './chunks.js'
import { asUnreadable } from './input.js'
import { joined, nothingRead, type LinesRead } from './lines-read.js'
import { readPart, type FormatChoice, type LogPart, type PartRead } from './log-part.js'
import { openLog, type OpenLog } from './open-log.js'
import { partsOf } from './parts.js'
import { readParts, type PartsRead, type PartToRead } from './read-parts.js'

export interface ReadOptions {
  /** The format of all; without it each is looked at. */
  readonly format?: FormatChoice | undefined
  /** Where what has come from the disk is counted. */
  readonly progress: BytesRead
  /** From which size in all on other threads read. */
  readonly parallelFrom?: number | undefined
}

/** Bytes read so far, of so many; null where that is not known. */
export interface BytesRead {
  readonly counter: BigInt64Array<SharedArrayBuffer>
  total: number | null
}

export function newProgress(): BytesRead {
  return { counter: new BigInt64Array(new SharedArrayBuffer(8)), total: null }
}

/** One log that was read. */
export interface LogRead {
  readonly log: Pick<OpenLog, 'head' | 'format'> & { readonly name: string }
  readonly read: LinesRead
  /** Why it was not read to its end; null where it was. */
  readonly broken: string | null
}

/** Everything that was read, and what could not be. */
export interface LogsRead {
  readonly report: DiagnosisReport
  /** In the order of their first times. */
  readonly logs: readonly LogRead[]
  /** Empty inputs. */
  readonly empty: readonly string[]
  /** Why an input could not be read at all. */
  readonly unreadable: readonly string[]
  /** Error logs that tell nothing that an access log does not. */
  readonly withoutErrorLog: boolean
}

/** Starting threads takes as long as reading this much. */
const PARALLEL_FROM = 24 << 20

/** Reads logs and concludes. What cannot be read is told of, and the rest is read. */
export async function readLogs(names: readonly string[], options: ReadOptions): Promise<LogsRead> {
  const { progress } = options
  const onBytes = (count: number): void => void Atomics.add(progress.counter, 0, BigInt(count))
  const opened: OpenLog[] = []
  const empty: string[] = []
  const unreadable: string[] = []
  for (const name of names) {
    try {
      const log = await openLog(name, options.format, onBytes)
      if (log === null) {
        empty.push(name)
        continue
      }
      // A file is opened again by who reads it.
      if (log.input.bytes !== null) await log.open.close()
      opened.push(log)
    } catch (error) {
      unreadable.push(asUnreadable(name, error).message)
    }
  }
  progress.total = totalOf(opened)
  opened.sort((a, b) => (a.firstMs < b.firstMs ? -1 : Number(a.firstMs > b.firstMs)))
  const withoutErrorLog = opened.some(({ format }) => isNginxAccess(format))
  const parts = opened.flatMap((log, index) =>
    partsToRead(log, options, withoutErrorLog).map((part) => ({ ...part, index })),
  )
  const { results, report } = await readAll(parts, options)
  const logs = opened.map(({ input, head, format }, index): LogRead => {
    const mine = results.filter((_, at) => parts[at]?.index === index)
    const read = mine.reduce((sum, part) => joined(sum, part.read), nothingRead)
    const broken = mine.find((part) => part.broken !== null)?.broken ?? null
    return { log: { name: input.name, head, format }, read, broken }
  })
  return { report, logs, empty, unreadable, withoutErrorLog }
}

/** A file in parts, whatever else whole; what is no file on disk can be read once only. */
function partsToRead(
  { input, choice, open }: OpenLog,
  { format }: ReadOptions,
  withoutErrorLog: boolean,
): PartToRead[] {
  const mixed = format === undefined
  const part: LogPart = { input, range: null, format: choice, mixed, withoutErrorLog }
  const { name, bytes, packing } = input
  if (bytes === null) return [{ part, chunks: open.chunks }]
  if (packing !== 'plain') return [{ part, chunks: null }]
  return partsOf(name, bytes).map((range) => ({ part: { ...part, range }, chunks: null }))
}

/** Other threads for what is long, or may be: they take less memory for it than this one. */
async function readAll(
  parts: readonly PartToRead[],
  { progress: { counter, total }, parallelFrom = PARALLEL_FROM }: ReadOptions,
): Promise<PartsRead> {
  // What was read to tell the formats is read again.
  if (total !== null) Atomics.store(counter, 0, 0n)
  const weight = parts.reduce((sum, { part }) => sum + weightOf(part), 0)
  if (weight >= parallelFrom) return readParts(parts, counter.buffer)
  const onBytes = (count: number): void => void Atomics.add(counter, 0, BigInt(count))
  const state = new DiagnosisState()
  const results: PartRead[] = []
  for (const { part } of parts) {
    results.push(await readPart(part, await chunksOfPart(part, onBytes), state))
  }
  return { results, report: state.report() }
}

/** In bytes of plain text, about. */
function weightOf({ input: { bytes, packing }, range }: LogPart): number {
  if (bytes === null) return Infinity
  if (range !== null) return range[1] - range[0]
  return packing === 'plain' ? bytes : bytes * 10
}

function totalOf(opened: readonly OpenLog[]): number | null {
  let total = 0
  for (const { input } of opened) {
    if (input.bytes === null) return null
    total += input.bytes
  }
  return total
}

function isNginxAccess({ name }: LogFormat): boolean {
  return name.startsWith('nginx-') && name !== 'nginx-error'
}
