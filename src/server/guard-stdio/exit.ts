/** What a shell reports of a program that SIGPIPE (13) ended, as in `yes | head -1`. */
const ENDED_BY_SIGPIPE = 128 + 13

/** A reader that is merely slow gets so long to take what is left; one that hangs keeps nobody. */
const FLUSH_MS = 2_000

/**
 * Ends the process as a broken pipe ends others, once what `other` still holds is written. An exit
 * code that the application has set stays.
 */
export function exitOnceWritten(other: NodeJS.WriteStream): void {
  const exit = (): never => process.exit(process.exitCode ?? ENDED_BY_SIGPIPE)
  if (other.writableLength === 0) exit()
  setTimeout(exit, FLUSH_MS)
  other.write('', exit)
}
