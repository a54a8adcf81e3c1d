import { logFormat, logFormats, nginxLogFormat } from '../../diagnosis/formats/index.js'
import { didYouMean } from '../../errors/index.js'
import { HangupError } from '../../errors/index.js'
import { parse } from '../arguments.js'
import { UsageError } from '../command.js'
import type { FormatChoice } from './reading/log-part.js'

export interface DiagnoseOptions {
  readonly files: readonly string[]
  readonly format: FormatChoice | undefined
  readonly json: boolean
  /** Where the page goes. */
  readonly html: string | undefined
}

/** @throws UsageError */
export function optionsFrom(args: readonly string[]): DiagnoseOptions {
  const { values, positionals } = parse(args, {
    format: { type: 'string' },
    'log-format': { type: 'string' },
    json: { type: 'boolean', default: false },
    html: { type: 'string' },
  })
  const { format, 'log-format': described, json, html } = values
  if (positionals.length === 0)
    throw new UsageError('diagnose needs a FILE, or - for standard input')
  const repeated = positionals.find((name, index) => positionals.indexOf(name) !== index)
  if (repeated !== undefined) throw new UsageError(`'${repeated}' is given twice`)
  if (format !== undefined && described !== undefined) {
    throw new UsageError('--format and --log-format exclude each other')
  }
  return { files: positionals, format: choiceOf(format, described), json, html }
}

function choiceOf(
  name: string | undefined,
  described: string | undefined,
): FormatChoice | undefined {
  if (described !== undefined) {
    checkDescribed(described)
    return { logFormat: described }
  }
  if (name === undefined) return undefined
  if (logFormat(name) !== undefined) return { name }
  const names = logFormats.map((format) => format.name)
  throw new UsageError(
    `There is no format '${name}'${didYouMean(name, names)} (formats: ${names.join(', ')})`,
  )
}

function checkDescribed(described: string): void {
  try {
    nginxLogFormat(described)
  } catch (error) {
    throw error instanceof HangupError ? new UsageError(error.message) : error
  }
}
