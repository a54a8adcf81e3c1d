import { inNoContext } from './no-context.js'

/** What the progress clock looks at. An entry of its own list, so that joining allocates nothing. */
export interface Watched {
  previousWatched: Watched | null
  nextWatched: Watched | null
  /** Compares the byte counters with those of the last look. */
  look(now: number): void
}

/** How often it looks at each, and with that how coarse `idleMs` and `firstByteMs` are. */
export const PROGRESS_TICK_MS = 250

/** It looks at a fifth of them at a time, so that ten thousand connections do not hold up the rest. */
const SLOTS = 5

/** The head of a list, itself no entry of it. The heads stand in a ring. */
class Slot implements Watched {
  following: Slot = this
  previousWatched: Watched | null = null
  nextWatched: Watched | null = null

  look(): void {
    // Nobody looks at the head.
  }
}

function ring(): Slot {
  const last = new Slot()
  for (let count = 1; count < SLOTS; count++) {
    const slot = new Slot()
    slot.following = last.following
    last.following = slot
  }
  return last
}

let joining = ring()
let looking = joining
let watched = 0
let timer: NodeJS.Timeout | null = null

/**
 * Looks at the byte counters of the connections with an exchange in flight, a few times a second.
 * Node tells nobody when a byte moves, and a listener per chunk would cost each request; this
 * costs a request shorter than a tick a few pointer writes.
 */
export function watch(entry: Watched): void {
  joining = joining.following
  entry.previousWatched = joining
  entry.nextWatched = joining.nextWatched
  if (entry.nextWatched !== null) entry.nextWatched.previousWatched = entry
  joining.nextWatched = entry
  watched++
  timer ??= inNoContext(() => setInterval(tick, PROGRESS_TICK_MS / SLOTS).unref())
}

export function unwatch(entry: Watched): void {
  const { previousWatched, nextWatched } = entry
  if (previousWatched === null) return
  previousWatched.nextWatched = nextWatched
  if (nextWatched !== null) nextWatched.previousWatched = previousWatched
  entry.previousWatched = entry.nextWatched = null
  watched--
}

function tick(): void {
  if (watched === 0 && timer !== null) {
    clearInterval(timer)
    timer = null
    return
  }
  looking = looking.following
  const now = performance.now()
  let entry = looking.nextWatched
  while (entry !== null) {
    const next: Watched | null = entry.nextWatched // a limit that passes takes the entry off the list
    entry.look(now)
    entry = next
  }
}
