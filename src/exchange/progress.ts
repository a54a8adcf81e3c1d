/** What the progress clock looks at. An entry of its own list, so that joining allocates nothing. */
export interface Watched {
  previousWatched: Watched | null
  nextWatched: Watched | null
  /** Compares the byte counters with those of the last look. */
  look(now: number): void
}

/** How often it looks, and with that how coarse `idleMs` and `firstByteMs` are. */
export const PROGRESS_TICK_MS = 250

let head: Watched | null = null
let timer: NodeJS.Timeout | null = null

/**
 * Looks at the byte counters of the connections with an exchange in flight, a few times a second.
 * Node tells nobody when a byte moves, and a listener per chunk would cost each request; this
 * costs a request shorter than a tick two pointer writes.
 */
export function watch(entry: Watched): void {
  entry.nextWatched = head
  if (head !== null) head.previousWatched = entry
  head = entry
  if (timer === null) {
    timer = setInterval(tick, PROGRESS_TICK_MS)
    timer.unref()
  }
}

export function unwatch(entry: Watched): void {
  const { previousWatched, nextWatched } = entry
  if (previousWatched !== null) previousWatched.nextWatched = nextWatched
  else if (head === entry) head = nextWatched
  if (nextWatched !== null) nextWatched.previousWatched = previousWatched
  entry.previousWatched = entry.nextWatched = null
}

function tick(): void {
  if (head === null && timer !== null) {
    clearInterval(timer)
    timer = null
    return
  }
  const now = performance.now()
  for (let entry = head, next: Watched | null; entry !== null; entry = next) {
    next = entry.nextWatched // a limit that passes takes the entry off the list
    entry.look(now)
  }
}
