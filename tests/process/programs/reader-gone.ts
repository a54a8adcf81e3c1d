// What programs share whose stdout or stderr loses its reader.
import { writeSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'

/** To the test, on a descriptor that nobody else writes to. */
export function report(line: string): void {
  writeSync(3, `${line}\n`)
}

/** Waits until the reader has left, by writes past the stream: that and its guard hear nothing of it. */
export async function readerGone(broken: 'stdout' | 'stderr'): Promise<void> {
  const { fd } = process[broken]
  for (;;) {
    await setImmediate()
    try {
      writeSync(fd, 'is anybody there?\n')
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException
      if (['EPIPE', 'EIO'].includes(code)) return
      if (code !== 'EAGAIN') throw error
    }
  }
}

/** Long enough for a write, its error and its signal to be told. */
export async function turn(): Promise<void> {
  await setImmediate()
  await setImmediate()
}
