/** A guard that closes its server at a signal. */
export interface Closer {
  readonly exit: boolean
  /** Resolves when the server has closed. */
  close(): Promise<unknown>
  /** True once it has been told to close. */
  isClosing(): boolean
  /** The grace is over. */
  abort(): void
}

/** Who closes at which signal. Each leaves when its server has closed. */
const closers = new Map<NodeJS.Signals, Set<Closer>>()

/** Closes at these signals; returns how to leave. */
export function closeAt(signals: readonly NodeJS.Signals[], closer: Closer): () => void {
  for (const signal of signals) join(signal, closer)
  return () => {
    for (const signal of signals) leave(signal, closer)
  }
}

function join(signal: NodeJS.Signals, closer: Closer): void {
  const set = closers.get(signal)
  if (set !== undefined) {
    set.add(closer)
    return
  }
  closers.set(signal, new Set([closer]))
  process.on(signal, onSignal)
}

/** Without the listener the next signal ends the process, as it does by default. */
function leave(signal: NodeJS.Signals, closer: Closer): void {
  const set = closers.get(signal)
  if (set === undefined || !set.delete(closer) || set.size > 0) return
  closers.delete(signal)
  process.off(signal, onSignal)
}

function onSignal(signal: NodeJS.Signals): void {
  const all = [...(closers.get(signal) ?? [])]
  const started = all.filter((closer) => closer.isClosing())
  if (started.length > 0) {
    for (const closer of all) closer.abort()
    return
  }
  // A rejection is of the application's `onClosed`, and is not to be hidden.
  void Promise.all(all.map((closer) => closer.close())).then(() => {
    if (all.some(({ exit }) => exit)) process.exit()
  })
}
