import type { Closure } from '../types/index.js'
import type { Departure } from './link.js'

/** Calls of the kernel that fail because of the peer or the network between. */
const socketCalls = new Set(['read', 'write', 'writev', 'shutdown'])
const resets = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED'])

interface SystemError {
  readonly code?: unknown
  readonly syscall?: unknown
  readonly errno?: unknown
}

/**
 * Whose doing a socket's error is, where nothing local was seen before it. Only what the kernel,
 * the parser or TLS reported counts as the peer's: an error that the application gave to
 * `socket.destroy()` has none of their marks. (One that forges them is a documented blind spot.)
 */
export function verdictOnSocketError(error: unknown, sawFin: boolean): Departure {
  const { code, syscall, errno } = (
    typeof error === 'object' && error !== null ? error : {}
  ) as SystemError
  const name = typeof code === 'string' ? code : ''
  const closure: Closure = sawFin ? 'fin' : 'none'
  if (name === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return { origin: 'server', rule: 'node-request-timeout', closure: 'none', error }
  }
  if (typeof syscall === 'string' && typeof errno === 'number' && socketCalls.has(syscall)) {
    if (!resets.has(name)) return { origin: 'client', rule: 'connection-lost', closure, error }
    return { origin: 'client', rule: 'peer-reset', closure: sawFin ? 'fin' : 'rst', error }
  }
  if (name.startsWith('HPE_')) {
    const rule = sawFin ? 'peer-closed' : 'protocol-error'
    return { origin: 'client', rule, closure, error }
  }
  if (name.startsWith('ERR_SSL_') || name.startsWith('ERR_TLS_') || name === 'EPROTO') {
    return { origin: 'client', rule: 'tls-error', closure, error }
  }
  return { origin: 'application', rule: 'socket-destroyed-with-error', closure: 'none', error }
}
