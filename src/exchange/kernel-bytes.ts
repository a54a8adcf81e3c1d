interface Handle {
  readonly bytesWritten?: number
  readonly writeQueueSize?: number
}

interface Handled {
  readonly _handle?: Handle | null
  readonly _parent?: Handled | null
}

/**
 * The bytes of a socket that the kernel has taken; null where no handle tells.
 *
 * Node has no public word for it: `bytesWritten` counts what is queued in the stream as well, and
 * `writableLength` counts one large write as pending to its end. What was handed to libuv, less
 * what libuv has queued, is right to the byte, and Node's own socket timeout looks at the same
 * place. Under TLS the encrypted bytes are queued, here and in the handle of the socket below; they
 * are more than those handed over, by a few in a thousand.
 */
export function takenByKernel(socket: unknown): number | null {
  const { _handle: handle, _parent: below } = socket as Handled
  const dispatched = handle?.bytesWritten
  if (typeof dispatched !== 'number') return null
  return dispatched - queuedIn(handle) - queuedIn(below?._handle)
}

function queuedIn(handle: Handle | null | undefined): number {
  const size = handle?.writeQueueSize
  return typeof size === 'number' ? size : 0
}
