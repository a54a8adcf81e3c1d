import { checkOptions } from '../../errors/index.js'
import { announceClose, Closing, type ClosedServer } from './closing.js'
import type { Connections } from './connections.js'
import type { GuardedServer } from './kinds.js'
import { checkGrace, type Settings } from './options.js'
import { closeAt } from './signals.js'

/** Options of {@link ServerGuard.close}. */
export interface CloseOptions {
  /**
   * How long exchanges in flight may take, in milliseconds from 0.
   * @default the `graceMs` of `guardServer`
   */
  readonly graceMs?: number
}

/** What {@link guardServer} returns. */
export interface ServerGuard {
  /**
   * Aborted as soon as the server is going to close, at the start of `delayMs`: for a readiness
   * probe, and for streams and websockets that would last. Nothing in flight is aborted by it.
   */
  readonly closing: AbortSignal
  /**
   * Closes the server, once; each call returns the same promise. No new connection is taken, answers
   * say `Connection: close`, idle connections are closed, HTTP/2 is sent a GOAWAY. What is still in
   * flight after `graceMs` is cut: its exchange settles as `server-closed`, with a
   * `ServerClosedError` as the reason of its signal.
   *
   * @throws HangupError `ERR_HANGUP_OPTION` for an unknown option or a bad value.
   */
  readonly close: (options?: Readonly<CloseOptions>) => Promise<ClosedServer>
}

/** The ways to close a guarded server: by hand, and at a signal. */
export function closable(
  server: GuardedServer,
  connections: Connections,
  settings: Settings,
): ServerGuard {
  const controller = new AbortController()
  let closing: Closing | null = null
  let closed: Promise<ClosedServer> | null = null
  let endDelay = (): void => undefined

  const begin = async (graceMs: number): Promise<ClosedServer> => {
    closing = new Closing(server, connections, graceMs)
    const summary = await closing.done
    await settings.onClosed(summary)
    return summary
  }

  const close: ServerGuard['close'] = (options = {}) => {
    checkOptions('close', options, ['graceMs'])
    const graceMs = checkGrace('graceMs', options.graceMs ?? settings.graceMs)
    controller.abort()
    endDelay()
    return (closed ??= begin(graceMs))
  }

  const closeAtSignal = async (): Promise<ClosedServer> => {
    controller.abort()
    if (settings.delayMs > 0) {
      // So that clients have moved on by the time their idle connections are closed.
      const takeBack = announceClose(server, connections)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, settings.delayMs)
        endDelay = () => {
          clearTimeout(timer)
          resolve()
        }
      })
      takeBack()
    }
    return close()
  }

  const leave = closeAt(settings.signals, {
    exit: settings.exit,
    isClosing: () => controller.signal.aborted,
    close: closeAtSignal,
    abort: () => {
      void close()
      closing?.abort()
    },
  })
  server.once('close', leave)
  return { closing: controller.signal, close }
}
