import type net from 'node:net'

interface Counters {
  readonly bytesWritten: number
  readonly writeQueueSize: number
}

/** Looks for itself at what the kernel takes of a connection, and far more often than the package. */
export class ProgressWitness {
  lastAt = performance.now()
  #seen = 0
  readonly #timer: NodeJS.Timeout

  constructor(socket: net.Socket) {
    const { _handle: handle } = socket as net.Socket & { readonly _handle: Counters | null }
    this.#timer = setInterval(() => {
      if (handle === null || socket.destroyed) return
      const seen = socket.bytesRead + handle.bytesWritten - handle.writeQueueSize
      if (seen !== this.#seen) this.lastAt = performance.now()
      this.#seen = seen
    }, 20)
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}
