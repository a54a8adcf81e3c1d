interface Handle {
  readonly bytesWritten?: number
  readonly writeQueueSize?: number
}

interface Handled {
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

/** The same in bytes before encryption, which is right to a few in a thousand while some are queued. */
export function sentToKernel(socket: unknown): number | null {
  const { _handle: handle, _parent: below } = socket as Handled
  return takenFrom(handle, below?._handle ?? handle)
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
