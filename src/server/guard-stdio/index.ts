import { checkOneOf, checkOptions } from '../../errors/index.js'
import { exitOnceWritten } from './exit.js'
import { onBrokenPipe } from './intercept.js'

/** Which of the two streams has lost its reader. */
export type StdioName = 'stdout' | 'stderr'

/** Told once for each stream that lost its reader, with the error of the write that noticed. */
export type BrokenPipeListener = (stream: StdioName, error: NodeJS.ErrnoException) => void

/** Options of {@link guardStdio}. */
export interface GuardStdioOptions {
  /**
   * What happens when the reader of stdout or stderr is gone:
   *
   * - `'ignore'`: the process goes on, and what it writes there is lost;
   * - `'exit'`: the process ends, with the exit code it has set, else 141, as `yes | head -1` does.
   *   What the other of the two streams still holds is written before, for 2 s at most;
   * - a function: the process goes on, and the function is told, once for each stream. What it
   *   throws is an uncaught exception, like what any other listener throws.
   *
   * @default 'ignore'
   */
  readonly onBrokenPipe?: 'ignore' | 'exit' | BrokenPipeListener
}

/**
 * Keeps a process alive, and out of a loop, whose stdout or stderr lost its reader: `node app |
 * head -1`, a log collector that restarts, a terminal that was closed. Node makes an uncaught
 * exception of it, which a logger for uncaught exceptions writes to the same broken pipe, and so on
 * without end.
 *
 * Only broken pipes of these two streams are dealt with. Their other errors (a full disk) and the
 * EPIPE of anything else (an upstream, the stdin of a child process) stay as they are. Callbacks of
 * `write` and `'error'` listeners of the application are still told. Each process of a cluster needs
 * its own guard; a worker thread needs none, since it writes through the main thread.
 *
 * @returns a function that undoes it.
 * @throws HangupError `ERR_HANGUP_OPTION` for an unknown option or a bad value.
 * @example
 * ```ts
 * guardStdio()
 * ```
 */
export function guardStdio(options: Readonly<GuardStdioOptions> = {}): () => void {
  checkOptions('guardStdio', options, ['onBrokenPipe'])
  const react = reactionFrom(options.onBrokenPipe)
  const undo = [guard('stdout', react), guard('stderr', react)]
  return () => {
    for (const each of undo) each()
  }
}

function reactionFrom(given: unknown = 'ignore'): BrokenPipeListener {
  if (typeof given === 'function') return given as BrokenPipeListener
  checkOneOf('onBrokenPipe', given, ['ignore', 'exit'] as const, ' or a function')
  if (given === 'ignore') return () => undefined
  return (broken) => {
    exitOnceWritten(broken === 'stdout' ? process.stderr : process.stdout)
  }
}

/** Reacts once: each later write fails as well, and a reaction that writes would not end. */
function guard(name: StdioName, react: BrokenPipeListener): () => void {
  let reacted = false
  return onBrokenPipe(process[name], (error) => {
    if (reacted) return
    reacted = true
    react(name, error)
  })
}
