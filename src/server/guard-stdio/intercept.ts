import type { Readable } from 'node:stream'
import { isBrokenPipe } from './broken-pipe.js'

/** Told of each write that found the pipe broken. */
export type Teller = (error: NodeJS.ErrnoException) => void

type Emit = (event: string | symbol, ...args: unknown[]) => boolean

interface Interception {
  readonly tellers: Set<Teller>
  readonly restore: () => void
}

const interceptions = new WeakMap<NodeJS.WriteStream, Interception>()

/**
 * Keeps the broken pipes of `stream` from becoming uncaught exceptions, and tells of each. Returns a
 * function that undoes it.
 *
 * A plain `'error'` listener would not do: it takes in every other error as well, and Node's Console,
 * which lends a stream a listener while there is none, would no longer spare a process whose disk is
 * full. So the event is looked at before it is emitted, and the stream has no listener more.
 */
export function onBrokenPipe(stream: NodeJS.WriteStream, tell: Teller): () => void {
  const { tellers, restore } = interceptions.get(stream) ?? intercept(stream)
  tellers.add(tell)
  return () => {
    tellers.delete(tell)
    if (tellers.size === 0) restore()
  }
}

function intercept(stream: NodeJS.WriteStream): Interception {
  const tellers = new Set<Teller>()
  const before = Object.getOwnPropertyDescriptor(stream, 'emit')
  const emit = Reflect.get(stream, 'emit') as Emit
  const guarded: Emit = (event, ...args) => {
    const [error] = args
    if (event !== 'error' || tellers.size === 0 || !isBrokenPipe(stream, error)) {
      return emit.call(stream, event, ...args)
    }
    // Later, so that whoever is told can throw without stopping the stream within its event.
    for (const tell of tellers) process.nextTick(tell, error)
    return withoutReader(stream, () => emit.call(stream, event, ...args))
  }
  stream.emit = guarded

  const restore = (): void => {
    // Where others have wrapped it since, it stays below them and passes everything on.
    if (stream.emit !== guarded) return
    interceptions.delete(stream)
    if (before === undefined) Reflect.deleteProperty(stream, 'emit')
    else Object.defineProperty(stream, 'emit', before)
  }
  const interception = { tellers, restore }
  interceptions.set(stream, interception)
  return interception
}

/** Lends the stream what it needs while `emit` tells everybody else of a broken pipe. */
function withoutReader(stream: NodeJS.WriteStream, emit: () => boolean): boolean {
  const isUnheard = stream.listenerCount('error') === 0
  if (isUnheard) stream.on('error', ignore)
  stream.on('unpipe', drain)
  try {
    return emit()
  } finally {
    stream.off('unpipe', drain)
    if (isUnheard) stream.off('error', ignore)
  }
}

function ignore(): void {
  // The process goes on without this reader.
}

/**
 * A stream that was piped in stops at the error. Nobody would read it any more, and the worker thread
 * or child process behind it would fill its memory, or wait for ever.
 */
function drain(source: Readable): void {
  if (source.listenerCount('data') === 0) source.resume()
}
