import {
  logFormat,
  nginxLogFormat,
  type LogFormat,
  type Sink,
} from '../../../diagnosis/formats/index.js'
import type { Input } from './input.js'
import { LineSplitter } from './line-splitter.js'
import { LogLines } from './log-lines.js'
import type { LinesRead } from './lines-read.js'

/** A log to read, or a part of it, in words that another thread understands. */
export interface LogPart {
  readonly input: Input
  /** Where it begins and ends in a plain file; null for the whole input. */
  readonly range: readonly [from: number, to: number] | null
  readonly format: FormatChoice
  readonly mixed: boolean
  readonly withoutErrorLog: boolean
}

/** A format by its name, or by nginx' own description. */
export type FormatChoice = { readonly name: string } | { readonly logFormat: string }

export function formatOf(choice: FormatChoice): LogFormat {
  if ('logFormat' in choice) return nginxLogFormat(choice.logFormat)
  const format = logFormat(choice.name)
  if (format === undefined) throw new TypeError(`unknown format ${choice.name}`)
  return format
}

/** What was read, and why not all of it was: a packed file may end in the middle. */
export interface PartRead {
  readonly read: LinesRead
  readonly broken: string | null
}

/**
 * Reads a part's chunks into a sink. Never throws for what it reads: what goes wrong is told in
 * `broken`.
 */
export async function readPart(
  part: LogPart,
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
  sink: Sink,
): Promise<PartRead> {
  const lines = new LogLines({ ...part, format: formatOf(part.format) }, sink)
  const splitter = new LineSplitter(lines)
  let broken: string | null = null
  try {
    let first = part.range === null || part.range[0] === 0
    for await (const chunk of chunks) {
      splitter.push(first ? withoutBom(chunk) : chunk)
      first = false
    }
  } catch (error) {
    broken = reasonOf(error)
  }
  splitter.end()
  return { read: lines.result(), broken }
}

export function withoutBom(chunk: Buffer): Buffer {
  return chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf ? chunk.subarray(3) : chunk
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'Z_BUF_ERROR') return 'the compressed data ends in the middle'
  if (code?.startsWith('Z_') === true) return `the compressed data is damaged (${message})`
  return message
}
