import type { Terminal } from './terminal.js'

/** How a run ended: as an exit code. */
export const exitCode = {
  fine: 0,
  /** Something was found, or what was given could not be read. */
  findings: 1,
  /** The command was not understood. */
  usage: 2,
} as const

/** A subcommand of `hangup`. */
export interface Command {
  readonly name: string
  /** One line for the list of commands. */
  readonly summary: string
  /** The text of `hangup NAME --help`. */
  readonly help: string
  /**
   * Runs it with what stands after its name, and gives the exit code. A `UsageError` ends it with 2,
   * an `InputError` or a `HangupError` with 1.
   */
  readonly run: (args: readonly string[], terminal: Terminal) => number | Promise<number>
}

/** The command line was wrong. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** A file was missing, or not what it should be. */
export class InputError extends Error {
  override readonly name = 'InputError'
}
