/** How a busy process spends its time: in each period so much of it, in slices. */
export interface Business {
  readonly name: string
  readonly periodMs: number
  readonly busyMs: number
  /** Between two slices the event loop looks at its sockets. */
  readonly sliceMs: number
}

export const businesses: readonly Business[] = [
  { name: 'idle', periodMs: 10, busyMs: 0, sliceMs: 0 },
  { name: '80 % busy, 1 ms at a time', periodMs: 10, busyMs: 8, sliceMs: 1 },
  { name: '80 % busy, 8 ms at a time', periodMs: 10, busyMs: 8, sliceMs: 8 },
]

/** Works in each period as long as said, and gives a function that ends it. */
export function keepBusy({ periodMs, busyMs, sliceMs }: Business): () => void {
  if (busyMs === 0) return () => undefined
  let stopped = false
  let periodAt = performance.now()
  let workedMs = 0
  const work = (): void => {
    if (stopped) return
    const began = performance.now()
    while (performance.now() - began < sliceMs);
    workedMs += sliceMs
    if (workedMs < busyMs) {
      setImmediate(work)
      return
    }
    workedMs = 0
    periodAt += periodMs
    // A timer is late by up to a millisecond: the period, not the pause, is what is kept.
    setTimeout(work, Math.max(0, periodAt - performance.now() - 0.5))
  }
  work()
  return () => {
    stopped = true
  }
}
