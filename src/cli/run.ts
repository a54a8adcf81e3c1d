import { didYouMean, HangupError } from '../errors/index.js'
import { type Command, exitCode, InputError, UsageError } from './command.js'
import { commands } from './commands.js'
import { printable, type Terminal } from './terminal.js'
import { ownVersion } from './own-version.js'

/** Runs `hangup` with these arguments, and gives its exit code. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const [name = '', ...rest] = args
  try {
    if (name === '') throw new UsageError('Which command?')
    if (['--help', '-h', 'help'].includes(name)) return help(rest, terminal)
    if (['--version', '-v'].includes(name)) {
      terminal.out(ownVersion())
      return exitCode.fine
    }
    const command = find(name)
    if (asksForHelp(rest)) return help([name], terminal)
    return await command.run(rest, terminal)
  } catch (error) {
    return failed(error, terminal)
  }
}

function asksForHelp(args: readonly string[]): boolean {
  const own = args.includes('--') ? args.slice(0, args.indexOf('--')) : args
  return own.includes('--help') || own.includes('-h')
}

function help([name]: readonly string[], terminal: Terminal): number {
  terminal.out(name === undefined ? overview() : find(name).help)
  return exitCode.fine
}

function find(name: string): Command {
  const found = commands.find((command) => command.name === name)
  if (found !== undefined) return found
  const what = name.startsWith('-') ? 'option' : 'command'
  const allowed = [...commands.map((command) => command.name), '--help', '--version']
  throw new UsageError(`There is no ${what} '${name}'${didYouMean(name, allowed)}`)
}

function failed(error: unknown, { err }: Terminal): number {
  if (error instanceof UsageError) {
    err(`hangup: ${printable(error.message)}`)
    err('Try: hangup --help')
    return exitCode.usage
  }
  if (error instanceof InputError || error instanceof HangupError) {
    err(`hangup: ${printable(error.message)}`)
    return exitCode.findings
  }
  throw error
}

function overview(): string {
  const width = Math.max(...commands.map(({ name }) => name.length))
  return [
    'Usage: hangup COMMAND [OPTIONS]',
    '',
    'Clients that hang up: who, when, and why.',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'Options:',
    '  -h, --help     this text; after a command, what it takes',
    '  -v, --version  the version of express-hangup',
    '',
    'Exit codes: 0 fine, 1 something was found or could not be read, 2 wrong usage.',
  ].join('\n')
}
