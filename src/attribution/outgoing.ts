import { subscribe } from 'node:diagnostics_channel'
import { errorMonitor, type EventEmitter } from 'node:events'
import { property } from './safely.js'

/**
 * - `remote`: the other side of an outgoing connection failed
 * - `local`: this process ended it
 */
export type OutgoingEnd = 'remote' | 'local'

interface ClientSocket {
  readonly readableEnded?: boolean
  readonly errored?: unknown
}

const ends = new WeakMap<object, OutgoingEnd>()
let watching = false

/** How the outgoing operation ended that this very error came from; undefined where none is known. */
export function outgoingEndOf(error: unknown): OutgoingEnd | undefined {
  return typeof error === 'object' && error !== null ? ends.get(error) : undefined
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
  if (watching) return
  watching = true
  subscribe('net.client.socket', (message) => {
    onSocket(property(message, 'socket'))
  })
  subscribe('child_process', (message) => {
    onSocket(property(property(message, 'process'), 'stdin'))
  })
  subscribe('http.client.request.error', (message) => {
    const request = property(message, 'request')
    mark(property(message, 'error'), property(request, 'destroyed') === true ? 'local' : 'remote')
  })
  subscribe('http.client.response.finish', (message) => {
    const response = property(message, 'response') as EventEmitter & { socket?: ClientSocket }
    response.on(errorMonitor, (error: unknown) => {
      mark(error, endOf(response.socket))
    })
  })
}

function onSocket(socket: unknown): void {
  ;(socket as EventEmitter | null | undefined)?.on(errorMonitor, (error: unknown) => {
    if (isOfKernel(error)) mark(error, 'remote')
  })
}

function endOf(socket: ClientSocket | undefined): OutgoingEnd {
  return socket?.readableEnded === true || isOfKernel(socket?.errored) ? 'remote' : 'local'
}

/** The kernel reported it: nobody in this process made it. */
function isOfKernel(error: unknown): boolean {
  return (
    typeof property(error, 'syscall') === 'string' && typeof property(error, 'errno') === 'number'
  )
}

function mark(error: unknown, end: OutgoingEnd): void {
  if (typeof error === 'object' && error !== null && !ends.has(error)) ends.set(error, end)
}
