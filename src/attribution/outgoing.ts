import { channel, subscribe } from 'node:diagnostics_channel'
import { errorMonitor, type EventEmitter } from 'node:events'
import { property } from './safely.js'

/**
 * - `remote`: the other side of an outgoing connection failed
 * - `local`: this process ended it
 * - `limited`: this process ended it, and had set a limit of its own for it
 */
export interface OutgoingEnd {
  readonly by: 'remote' | 'local' | 'limited'
  /** `performance.now()` when its error was emitted. */
  readonly at: number
}

interface ClientSocket {
  readonly readableEnded?: boolean
  readonly errored?: unknown
}

interface Watch {
  readonly ends: WeakMap<object, OutgoingEnd>
  watching: boolean
}

/**
 * One watch per process, kept with the channel itself: two copies of the package, or a test runner
 * that loads it anew for each file, would each add a listener to every socket.
 */
const watch = ((channel('net.client.socket') as unknown as Record<symbol, unknown>)[
  Symbol.for('express-hangup.outgoing.1')
] ??= { ends: new WeakMap(), watching: false } satisfies Watch) as Watch

/** How the outgoing operation ended that this very error came from; undefined where none is known. */
export function outgoingEndOf(error: unknown): OutgoingEnd | undefined {
  return typeof error === 'object' && error !== null ? watch.ends.get(error) : undefined
}

/**
 * Learns from Node's own diagnostics channels which error objects came from outgoing connections.
 * It listens with `errorMonitor`, so that an error nobody handles still ends the process. Called by
 * each factory; subscribes once.
 *
 * The channels tell which operation failed, not who ended it. That is seen on its socket: a peer
 * that closed left an `'end'`, one that reset an error of the kernel; `destroy()` here leaves
 * neither.
 */
export function watchOutgoing(): void {
  if (watch.watching) return
  watch.watching = true
  subscribe('net.client.socket', (message) => {
    onSocket(property(message, 'socket'))
  })
  subscribe('child_process', (message) => {
    onSocket(property(property(message, 'process'), 'stdin'))
  })
  subscribe('http.client.request.error', (message) => {
    const request = property(message, 'request')
    const destroyed = property(request, 'destroyed') === true
    mark(property(message, 'error'), destroyed ? endedHere(request) : 'remote')
  })
  subscribe('http.client.response.finish', (message) => {
    const response = property(message, 'response') as EventEmitter & { socket?: ClientSocket }
    response.on(errorMonitor, (error: unknown) => {
      const failed = failedRemotely(response.socket)
      mark(error, failed ? 'remote' : endedHere(property(message, 'request')))
    })
  })
}

function onSocket(socket: unknown): void {
  ;(socket as EventEmitter | null | undefined)?.on(errorMonitor, (error: unknown) => {
    if (isOfKernel(error)) mark(error, 'remote')
  })
}

function failedRemotely(socket: ClientSocket | undefined): boolean {
  return socket?.readableEnded === true || isOfKernel(socket?.errored)
}

/** Node has one way to end a request, be it cancelled or too slow. */
function endedHere(request: unknown): 'local' | 'limited' {
  return property(request, 'timeout') === undefined ? 'local' : 'limited'
}

/** The kernel reported it: nobody in this process made it. */
function isOfKernel(error: unknown): boolean {
  return (
    typeof property(error, 'syscall') === 'string' && typeof property(error, 'errno') === 'number'
  )
}

function mark(error: unknown, by: OutgoingEnd['by']): void {
  if (typeof error !== 'object' || error === null || watch.ends.has(error)) return
  watch.ends.set(error, { by, at: performance.now() })
}
