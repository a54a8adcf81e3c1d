import type { Child } from '../processes/child.js'

/** Nanoseconds of the monotonic clock, as a number, which is exact for the first hundred days. */
export function monotonicNs(): number {
  return Number(process.hrtime.bigint())
}

/**
 * Throws unless the process shares our clock: whatever it says must lie between our question and
 * its answer. Gives the narrowest such window, in milliseconds.
 */
export async function checkSharedClock(child: Child): Promise<number> {
  let narrowest = Infinity
  for (let i = 0; i < 100; i++) {
    const before = monotonicNs()
    const said = await child.ask<number>('clock')
    const after = monotonicNs()
    if (said < before || said > after) throw new Error('the processes do not share their clock')
    narrowest = Math.min(narrowest, (after - before) / 1e6)
  }
  return narrowest
}
