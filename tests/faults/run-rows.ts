import { play, type Played } from './play.js'
import type { Row } from './row.js'

/** Enough to keep the kernel busy while rows wait for it, and kind to a machine with few cores. */
const atOnce = 6

/** Plays the rows, some at a time, and gives them back in their order. */
export async function playAll(rows: readonly Row[]): Promise<Played[]> {
  const played: Played[] = []
  const waiting = rows.entries()
  const worker = async (): Promise<void> => {
    for (const [index, row] of waiting) played[index] = await play(row)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return played
}
