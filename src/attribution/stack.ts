import { text } from './safely.js'

/** Which stream an error of Node's streams speaks of, as its stack tells. */
export interface NamedStream {
  readonly kind: 'response' | 'request' | 'other' | 'none'
  /** The name of its class; empty where none is named. */
  readonly name: string
}

const responses = new Set(['ServerResponse', 'Http2ServerResponse', 'ServerHttp2Stream'])
const requests = new Set(['IncomingMessage', 'Http2ServerRequest'])
/** Receivers of Node's own frames that are no streams. */
const noStreams = new Set([
  'process',
  'Object',
  'Array',
  'Promise',
  'Timeout',
  'Immediate',
  'Module',
  'WriteWrap',
  'WritableState',
])

/** Node's frames begin with the class of their receiver: `at ServerResponse.onclose (node:…)`. */
const frame = /^ *at (?:async )?(\w+)\.\S+ .*node:/

/** More than any real stack; what was thrown may be made to be slow to read. */
const MAX_STACK_LENGTH = 32_768
const MAX_LINE_LENGTH = 512

/**
 * Node names the receiver of each call in a stack, and so which stream was closed or written to,
 * which nothing else in the error says. A stack that was cut or switched off names none.
 */
export function streamNamedBy(error: unknown): NamedStream {
  for (const line of text(error, 'stack').slice(0, MAX_STACK_LENGTH).split('\n')) {
    const name = frame.exec(line.slice(0, MAX_LINE_LENGTH))?.[1]
    if (name === undefined) continue
    if (responses.has(name)) return { kind: 'response', name }
    if (requests.has(name)) return { kind: 'request', name }
    if (!noStreams.has(name)) return { kind: 'other', name }
  }
  return { kind: 'none', name: '' }
}
