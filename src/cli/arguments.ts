import { parseArgs, type ParseArgsConfig } from 'node:util'
import { didYouMean } from '../errors/index.js'
import { UsageError } from './command.js'

type Options = NonNullable<ParseArgsConfig['options']>

interface Config<T extends Options> {
  readonly args: string[]
  readonly options: T
  readonly allowPositionals: true
  readonly strict: true
}

/** Node's `parseArgs`, whose mistakes become a `UsageError`. */
export function parse<const T extends Options>(
  args: readonly string[],
  options: T,
): ReturnType<typeof parseArgs<Config<T>>> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code?.startsWith('ERR_PARSE_ARGS') !== true) throw error
    const unknown = /^Unknown option '-*([^' ]+)/.exec(message)?.[1]
    if (unknown === undefined) throw new UsageError(message)
    const hint = didYouMean(unknown, Object.keys(options)).replace("mean '", "mean '--")
    throw new UsageError(`There is no option '${unknown}'${hint}`)
  }
}
