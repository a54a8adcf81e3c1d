/**
 * How a process has to be started for `liveBytes`. V8 optimises code, and forgets it again, for as
 * long as a process runs: that moves the heap by many times what is looked for, and is switched off.
 */
export const HEAP_FLAGS = [
  '--expose-gc',
  '--no-flush-bytecode',
  '--no-opt',
  '--always-sparkplug',
] as const

/**
 * What the process holds on to after garbage collection, in bytes: JavaScript's heap and what it
 * keeps outside of it. It is collected until nothing more goes, since finalizers run between.
 */
export async function liveBytes(): Promise<number> {
  if (globalThis.gc === undefined) throw new Error('start with --expose-gc')
  let live = Infinity
  for (let round = 0; round < 6; round++) {
    globalThis.gc()
    await new Promise((resolve) => setImmediate(resolve))
    const { heapUsed, external } = process.memoryUsage()
    if (heapUsed + external >= live) break
    live = heapUsed + external
  }
  return live
}
