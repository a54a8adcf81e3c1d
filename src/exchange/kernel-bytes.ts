/** What a socket reads from and writes to. */
export interface Handle {
  readonly bytesRead?: number
  readonly bytesWritten?: number
  readonly writeQueueSize?: number
}

interface Handled {
  readonly writableLength?: number
  readonly _handle?: Handle | null
  readonly _parent?: Handled | null
}

/**
 * The bytes of a socket that the kernel has taken, encrypted ones under TLS; null where no handle
 * tells.
 *
 * Node has no public word for it: `bytesWritten` counts what is queued in the stream as well, and
 * `writableLength` counts one large write as pending to its end. What was handed to libuv, less
 * what libuv has queued, is right to the byte, and Node's own socket timeout looks at the same
 * place.
 */
export function takenByKernel(socket: unknown): number | null {
  const { _handle: handle, _parent: below } = socket as Handled
  const lowest = below?._handle ?? handle
  return takenFrom(lowest, lowest)
}

/** The handle of a socket; null where there is none, or none any more. */
export function handleOf(socket: unknown): Handle | null {
  return (socket as Handled)._handle ?? null
}

/**
 * What a socket handed to its `handle` and the kernel has taken, in bytes before encryption, which
 * is right to a few in a thousand while some are queued.
 */
export function sentToKernel(socket: unknown, handle: Handle | null): number | null {
  // What is queued in libuv is pending in the stream as well, and asking libuv costs more.
  if ((socket as Handled).writableLength === 0) return handle?.bytesWritten ?? null
  return takenFrom(handle, (socket as Handled)._parent?._handle ?? handle)
}

/** True where what the kernel takes are other bytes than the application's. */
export function isEncrypted(socket: unknown): boolean {
  return (socket as Handled)._parent?._handle !== undefined
}

function takenFrom(
  handedTo: Handle | null | undefined,
  queuedIn: Handle | null | undefined,
): number | null {
  const handed = handedTo?.bytesWritten
  const queued = queuedIn?.writeQueueSize
  if (typeof handed !== 'number') return null
  return typeof queued === 'number' ? handed - queued : handed
}
