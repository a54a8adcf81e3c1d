import { HangupError, didYouMean } from '../../errors/index.js'
import type { DiagnosisRecord } from '../types.js'
import { detectFormat } from './detect.js'
import type { LogFormat, Sink } from './format.js'
import { nginxLogFormat } from './nginx-log-format.js'
import { lineReader } from './reader.js'
import { logFormat, logFormats } from './registry.js'

/** The names of the formats that `logParser` reads, as `hangup diagnose --format` takes them. */
export const logFormatNames: readonly string[] = Object.freeze(logFormats.map(({ name }) => name))

/**
 * Makes a function that reads one line of a log, without its line end, as a record for
 * `DiagnosisState.add`; null where the line tells of no exchange. It remembers what it has seen, so
 * make one for each log.
 *
 * @param format - A name of `logFormatNames`, or nginx' own `log_format`.
 * @throws HangupError `ERR_HANGUP_OPTION` for an unknown format, or a `log_format` that cannot be read.
 * @example
 * ```ts
 * import { createReadStream } from 'node:fs'
 * import { createInterface } from 'node:readline'
 * import { DiagnosisState, logParser } from 'express-hangup/diagnosis'
 *
 * const state = new DiagnosisState()
 * const parse = logParser('nginx-timed')
 * for await (const line of createInterface(createReadStream('access.log'))) {
 *   const record = parse(line)
 *   if (record !== null) state.add(record)
 * }
 * ```
 */
export function logParser(
  format: string | { readonly logFormat: string },
): (line: string) => DiagnosisRecord | null {
  const read = lineReader(
    typeof format === 'string' ? known(format) : nginxLogFormat(format.logFormat),
  )
  let record: DiagnosisRecord | null = null
  const sink: Sink = {
    add: (added) => (record = added),
    completed: (route, ageMs, time) => {
      record = { outcome: 'completed', route, ageMs, time }
      return true
    },
    completedBy: (address, agent) => (record = { ...record, client: { address, agent } }),
  }
  return (line) => {
    record = null
    const bytes = Buffer.from(line)
    read(bytes, 0, bytes.length, sink)
    return record
  }
}

/**
 * The name of the format that reads the most of some lines of a log; null where none reads any.
 * Some twenty lines are enough.
 *
 * @example
 * ```ts
 * import { detectLogFormat } from 'express-hangup/diagnosis'
 *
 * detectLogFormat(['GET /slow - - - - ms']) // 'morgan-tiny'
 * ```
 */
export function detectLogFormat(lines: readonly string[]): string | null {
  return detectFormat(lines.map((line) => Buffer.from(line)))?.format.name ?? null
}

function known(name: string): LogFormat {
  const format = logFormat(name)
  if (format !== undefined) return format
  throw new HangupError(
    'ERR_HANGUP_OPTION',
    `There is no log format '${name}'${didYouMean(name, logFormatNames)} ` +
      `(allowed: ${logFormatNames.join(', ')})`,
  )
}
