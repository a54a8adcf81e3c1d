import { setImmediate as turn } from 'node:timers/promises'

/** Lets the event loop go round: what the process itself has under way is done afterwards. */
export async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await turn()
}

/** What `stalled` looks at: a socket, or an HTTP/2 stream, which does not count its bytes. */
export interface WriteState {
  readonly destroyed: boolean
  readonly writableLength: number
  readonly bytesWritten?: number
}

/**
 * Resolves when the writer has bytes that the kernel (or the peer's window) does not take any more.
 * Nothing tells of that, so it is looked at once per turn of the event loop.
 */
export async function stalled(writer: WriteState): Promise<void> {
  let same = 0
  let lastPending = -1
  let lastWritten = -1
  while (same < 25 && !writer.destroyed) {
    await turn()
    const { writableLength, bytesWritten = 0 } = writer
    // A pipe that moves on has the same amount pending all the time; only the total tells then.
    const still = writableLength === lastPending && bytesWritten === lastWritten
    same = writableLength > 0 && still ? same + 1 : 0
    lastPending = writableLength
    lastWritten = bytesWritten
  }
}
