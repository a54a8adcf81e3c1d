const timers = new Set<NodeJS.Timeout>()

interface Ended {
  readonly _destroyed?: boolean
}

/**
 * Remembers every timer that the package sets from now on; it has to be called before the package is
 * loaded. Node's own list of what is active leaves out those that are unref'd, as the package's are.
 */
export function rememberTimers(): void {
  for (const name of ['setTimeout', 'setInterval'] as const) {
    const original = globalThis[name] as (...args: unknown[]) => NodeJS.Timeout
    const remembering = (...args: unknown[]): NodeJS.Timeout => {
      const timer = original(...args)
      if (/[/\\]src[/\\]/.test(new Error().stack?.split('\n')[2] ?? '')) timers.add(timer)
      return timer
    }
    Object.assign(globalThis, { [name]: remembering })
  }
}

/** How many of them have neither run out nor been cleared. */
export function liveTimers(): number {
  for (const timer of timers) if ((timer as Ended)._destroyed === true) timers.delete(timer)
  return timers.size
}
