import type { Readable } from 'node:stream'

/** How often a paced reader reads. */
const PACE_MS = 20

/** A reader that takes so many bytes a second, until it is told to stop. */
export interface PacedReader {
  /** What came so far, in bytes. */
  readonly count: number
  /** Resolves when the other side has ended, or broken off. */
  readonly over: Promise<void>
  stop(): void
}

export function readPaced(source: Readable, bytesPerSecond: number): PacedReader {
  let count = 0
  let allowed = 0
  const began = performance.now()
  const onData = (chunk: Buffer): void => {
    count += chunk.length
    if (count >= allowed) source.pause()
  }
  source.on('data', onData)
  source.pause()
  const timer = setInterval(() => {
    allowed = ((performance.now() - began) * bytesPerSecond) / 1000
    if (count < allowed) source.resume()
  }, PACE_MS)
  const stop = (): void => {
    clearInterval(timer)
    source.off('data', onData)
    source.pause()
  }
  const over = new Promise<void>((resolve) => {
    const finish = (): void => {
      clearInterval(timer)
      resolve()
    }
    source.once('end', finish).once('close', finish)
  })
  return {
    get count() {
      return count
    },
    over,
    stop,
  }
}
