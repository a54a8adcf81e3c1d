import type { Closure, ConnectionEvent } from '../../types/index.js'

const resets = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED'])

interface SystemError {
  readonly code?: unknown
  readonly syscall?: unknown
}

/** What is told of an error on a connection: its code, and how the peer closed. */
export function eventOf(
  kind: ConnectionEvent['kind'],
  error: unknown,
  sawFin: boolean,
): ConnectionEvent {
  const { code, syscall } = (
    typeof error === 'object' && error !== null ? error : {}
  ) as SystemError
  const name = typeof code === 'string' && /^\w{1,64}$/.test(code) ? code : 'UNKNOWN'
  return { kind, code: name, closure: closureOf(name, typeof syscall === 'string', sawFin) }
}

function closureOf(code: string, isOfKernel: boolean, sawFin: boolean): Closure {
  if (sawFin || code === 'HPE_INVALID_EOF_STATE') return 'fin'
  // A FIN amid a handshake is told as a reset that no call of the kernel reported.
  if (resets.has(code)) return isOfKernel ? 'rst' : 'fin'
  return 'none'
}

/** True for what TLS reports of its peer, also after the handshake. */
export function isTlsError(error: unknown): boolean {
  const { code } = (error ?? {}) as SystemError
  return typeof code === 'string' && /^(ERR_SSL_|ERR_TLS_|EPROTO$)/.test(code)
}
