import { isMainThread } from 'node:worker_threads'
import { checkFunction, HangupError, warnOnce } from '../../errors/index.js'
import { onSigpipe } from './keeper.js'
import { paced } from './pace.js'

/** What a listener of {@link watchSigpipe} is told. */
export interface SigpipeEvent {
  /** How many signals came since the watch began. */
  readonly count: number
  /** When the last of them came, in ms since the epoch. */
  readonly at: number
}

/** A listener of {@link watchSigpipe}. */
export type SigpipeListener = (event: SigpipeEvent) => void

/**
 * Counts the SIGPIPE signals of this process: one for each write that found a pipe or a socket
 * without its reader, whoever's it was. The signal does not say whose, so this serves for counting
 * only. `docs/explanation/sigpipe.md` says what the signal means in Node.
 *
 * The listener is told at once, ten times a second at most; what comes on top is told with the next.
 * One that throws is warned about once, `WARN_HANGUP_SIGPIPE`. The process is never left with the
 * signal's default action, which would end it: not after the watch has stopped, nor when the
 * application removes its own listeners, or all of them. Windows has no such signal.
 *
 * @returns a function that stops the watch.
 * @throws HangupError `ERR_HANGUP_OPTION` where `listener` is no function; `ERR_HANGUP_MAIN_THREAD` in
 * a worker thread, since signals reach the main thread only.
 * @example
 * ```ts
 * const stop = watchSigpipe(({ count }) => brokenPipes.set(count))
 * ```
 */
export function watchSigpipe(listener: SigpipeListener): () => void {
  checkFunction('The listener of watchSigpipe', listener)
  if (!isMainThread) {
    throw new HangupError(
      'ERR_HANGUP_MAIN_THREAD',
      'watchSigpipe works in the main thread only: Node delivers no signal to a worker thread',
    )
  }
  let count = 0
  let last = 0
  const telling = paced(() => {
    tell(listener, { count, at: last })
  })
  const stopCounting = onSigpipe((at) => {
    count += 1
    last = at
    telling.call()
  })
  return () => {
    stopCounting()
    telling.stop()
  }
}

function tell(listener: (event: SigpipeEvent) => unknown, event: SigpipeEvent): void {
  try {
    const result = listener(event)
    if (result instanceof Promise) result.catch(warn)
  } catch (error) {
    warn(error)
  }
}

function warn(error: unknown): void {
  const said = error instanceof Error ? (error.stack ?? error.message) : typeof error
  warnOnce('WARN_HANGUP_SIGPIPE', `A listener of watchSigpipe threw: ${said}`)
}
