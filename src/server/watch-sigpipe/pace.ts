/** As many calls are let through at once within a window. */
const CALLS = 10
const WINDOW_MS = 1_000

/** A function that is called at a bounded pace. */
export interface Paced {
  /** Calls it now, or once the window is over where it had its calls. */
  readonly call: () => void
  readonly stop: () => void
}

/**
 * Calls `fn` at most ten times a second; calls beyond that are made up for by one at the end of the
 * second. A function that causes its own next call then costs little, where it would take a core.
 */
export function paced(fn: () => void): Paced {
  let calls = 0
  let isDue = false
  let timer: NodeJS.Timeout | undefined

  const nextWindow = (): void => {
    timer = undefined
    calls = 0
    if (isDue) call()
  }
  const call = (): void => {
    isDue = calls === CALLS
    if (isDue) return
    calls += 1
    timer ??= setTimeout(nextWindow, WINDOW_MS).unref()
    fn()
  }
  const stop = (): void => {
    clearTimeout(timer)
  }
  return { call, stop }
}
