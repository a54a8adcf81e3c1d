import type { Sweep } from '../sweep.js'

/** So many calls to the store are under way at a time. */
const CONCURRENCY = 16

/**
 * Does `work` for each item, some at a time, and tells the sweep of each batch that is done. What
 * fails for one item leaves the others alone.
 */
export async function inBatches<T>(
  sweep: Sweep,
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  for (let start = 0; start < items.length; start += sweep.batchSize) {
    const batch = items.slice(start, start + sweep.batchSize)
    const left = batch.values()
    const worker = async (): Promise<void> => {
      for (const item of left) {
        try {
          await work(item)
        } catch (error) {
          sweep.countFailure(error)
        }
        if (sweep.isTired) await sweep.rest()
      }
    }
    await Promise.all(Array.from({ length: CONCURRENCY }, worker))
    await sweep.batchDone()
  }
}
