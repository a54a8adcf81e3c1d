import type { Socket } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'

/** Lets the event loop go round: what the process itself has under way is done afterwards. */
export async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await turn()
}

/** What `stalled` looks at: a socket, or an HTTP/2 stream. */
export type WriteState = Pick<Socket, 'writableLength' | 'destroyed'>

/**
 * Resolves when the writer has bytes that the kernel (or the peer's window) does not take any more.
 * Nothing tells of that, so it is looked at once per turn of the event loop.
 */
export async function stalled(writer: WriteState): Promise<void> {
  let same = 0
  let last = -1
  while (same < 25 && !writer.destroyed) {
    await turn()
    const pending = writer.writableLength
    same = pending > 0 && pending === last ? same + 1 : 0
    last = pending
  }
}
