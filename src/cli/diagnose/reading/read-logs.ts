import type { LogFormat } from '../../../diagnosis/formats/index.js'
import { DiagnosisState } from '../../../diagnosis/index.js'
import { asUnreadable } from './input.js'
import { joined, nothingRead, type LinesRead } from './lines-read.js'
import { readPart, type FormatChoice, type LogPart, type PartRead } from './log-part.js'
import { openLog, type OpenLog } from './open-log.js'
import { partsOf } from './parts.js'
import { readInWorkers } from './worker-pool.js'

export interface ReadOptions {
  /** The format of all; without it each is looked at. */
  readonly format?: FormatChoice | undefined
  /** Where what has come from the disk is counted. */
  readonly progress: BytesRead
  /** From which size on a file is read by other threads. */
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
  readonly state: DiagnosisState
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

/** Reads logs into one state. What cannot be read is told of, and the rest is read. */
export async function readLogs(names: readonly string[], options: ReadOptions): Promise<LogsRead> {
  const { progress } = options
  const onBytes = (count: number): void => void Atomics.add(progress.counter, 0, BigInt(count))
  const opened: OpenLog[] = []
  const empty: string[] = []
  const unreadable: string[] = []
  for (const name of names) {
    try {
      const log = await openLog(name, options.format, onBytes)
      if (log === null) empty.push(name)
      else opened.push(log)
    } catch (error) {
      unreadable.push(asUnreadable(name, error).message)
    }
  }
  progress.total = totalOf(opened)
  opened.sort((a, b) => (a.firstMs < b.firstMs ? -1 : Number(a.firstMs > b.firstMs)))
  const withoutErrorLog = opened.some(({ format }) => isNginxAccess(format))
  const state = new DiagnosisState()
  const plan = opened.map((log) => planOf(log, options, withoutErrorLog))
  const results = await Promise.all([
    readHere(opened, plan, state),
    readElsewhere(opened, plan, state, progress),
  ])
  const logs = opened.map(({ input, head, format }, index): LogRead => {
    const parts = results.flatMap((found) => found.get(index) ?? [])
    const read = parts.reduce((sum, part) => joined(sum, part.read), nothingRead)
    const broken = parts.find((part) => part.broken !== null)?.broken ?? null
    return { log: { name: input.name, head, format }, read, broken }
  })
  return { state, logs, empty, unreadable, withoutErrorLog }
}

/** How a log is read: in parts by other threads, or whole by this one. */
interface Plan {
  readonly parts: readonly LogPart[]
  readonly here: boolean
}

function planOf(
  { input, choice }: OpenLog,
  { format, parallelFrom = PARALLEL_FROM }: ReadOptions,
  withoutErrorLog: boolean,
): Plan {
  const part: LogPart = {
    input,
    range: null,
    format: choice,
    mixed: format === undefined,
    withoutErrorLog,
  }
  const { bytes, packing } = input
  if (bytes === null || bytes < parallelFrom) return { parts: [part], here: true }
  if (packing !== 'plain') return { parts: [part], here: false }
  return { parts: partsOf(input.name, bytes).map((range) => ({ ...part, range })), here: false }
}

type ByLog = ReadonlyMap<number, readonly PartRead[]>

async function readHere(
  opened: readonly OpenLog[],
  plan: readonly Plan[],
  state: DiagnosisState,
): Promise<ByLog> {
  const results = new Map<number, PartRead[]>()
  for (const [
    index,
    {
      here,
      parts: [part],
    },
  ] of plan.entries()) {
    const open = opened[index]?.open
    if (!here || part === undefined || open === undefined) continue
    results.set(index, [await readPart(part, open.chunks, state)])
    await open.close()
  }
  return results
}

async function readElsewhere(
  opened: readonly OpenLog[],
  plan: readonly Plan[],
  state: DiagnosisState,
  { counter }: BytesRead,
): Promise<ByLog> {
  const results = new Map<number, PartRead[]>()
  const all = plan.flatMap(({ here, parts }, index) =>
    here ? [] : parts.map((part) => ({ index, part })),
  )
  if (all.length === 0) return results
  for (const index of new Set(all.map((each) => each.index))) await opened[index]?.open.close()
  // What was read of them to tell their format is read again.
  Atomics.store(counter, 0, 0n)
  const read = await readInWorkers(
    all.map(({ part }) => part),
    state,
    counter.buffer,
  )
  all.forEach(({ index }, at) => {
    const part = read[at]
    if (part !== undefined) results.set(index, [...(results.get(index) ?? []), part])
  })
  return results
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
