/**
 * Counts the timers that the process's code has set and that may still fire. Node tells only of
 * those that keep the process alive, and a library's best timers do not.
 */
const live = new Set<NodeJS.Timeout>()

export function liveTimers(): number {
  return live.size
}

export function countTimers(): void {
  const { setTimeout, setInterval, clearTimeout, clearInterval } = globalThis
  globalThis.setTimeout = Object.assign((fn: Callback, ms?: number, ...args: unknown[]) => {
    const timer = setTimeout(() => {
      live.delete(timer)
      fn(...args)
    }, ms)
    live.add(timer)
    return timer
  }, setTimeout)
  globalThis.setInterval = Object.assign((fn: Callback, ms?: number, ...args: unknown[]) => {
    const timer = setInterval(fn, ms, ...args)
    live.add(timer)
    return timer
  }, setInterval)
  globalThis.clearTimeout = (timer) => {
    live.delete(timer as NodeJS.Timeout)
    clearTimeout(timer)
  }
  globalThis.clearInterval = (timer) => {
    live.delete(timer as NodeJS.Timeout)
    clearInterval(timer)
  }
}

type Callback = (...args: unknown[]) => void
