import type { Exchange } from '../exchange/index.js'
import { property, text } from './safely.js'
import { streamNamedBy } from './stack.js'

/** What Node says of a stream that was closed under its user. */
const streamCodes = new Set([
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_UNABLE_TO_PIPE',
])
const http2Codes = new Set([
  'ERR_HTTP2_INVALID_STREAM',
  'ERR_HTTP2_STREAM_ERROR',
  'ERR_HTTP2_STREAM_CANCEL',
])

/**
 * A stream was closed, or a write cancelled, as they are when the connection goes. Streams of the
 * application's own close with the same words, so the error has to speak of this exchange's.
 */
export function isStreamClosed(error: unknown, exchange: Exchange): boolean {
  const code = text(error, 'code')
  switch (code) {
    case 'ERR_STREAM_PREMATURE_CLOSE':
      return closedEarly(error, exchange)
    case 'ERR_STREAM_DESTROYED':
      return wroteToResponse(error, exchange)
    case 'ERR_STREAM_UNABLE_TO_PIPE': // pipeline's refusal of a dead target; it names none
      return (exchange.res as { destroyed?: boolean }).destroyed === true
    case 'ECANCELED':
      return text(error, 'syscall') === 'write' && exchange.hadPendingWrites
    case 'ECONNABORTED': // from res.sendFile and res.download; axios has a class for the same words
      return text(error, 'message') === 'Request aborted' && text(error, 'name') === 'Error'
    case 'ERR_HTTP2_INVALID_STREAM':
      return exchange.req.httpVersionMajor === 2 && streamNamedBy(error).kind !== 'other'
    default:
      return false
  }
}

function closedEarly(error: unknown, exchange: Exchange): boolean {
  const { req } = exchange
  const { kind, name } = streamNamedBy(error)
  if (kind === 'response') return true
  // Its source was whole until it was let go with the response, which makes a pipeline speak of it.
  if (exchange.hasReleased(name)) return true
  if (kind === 'request') return req.httpVersionMajor === 2 || !req.complete
  // A pipeline that was started into the dead response names no stream, or on HTTP/2 its source.
  return exchange.usedLate && (kind === 'none' || req.httpVersionMajor === 2)
}

/** Writes that were queued when the connection went are refused in a loop, which names no stream. */
function wroteToResponse(error: unknown, { req, hadPendingWrites }: Exchange): boolean {
  const { kind } = streamNamedBy(error)
  if (kind === 'response') return true
  return kind === 'none' && (hadPendingWrites || req.httpVersionMajor === 2)
}

/** Node's own error on a request that was cut, which it makes anew for each request. */
export function isNodeAborted(error: unknown): boolean {
  return text(error, 'code') === 'ECONNRESET' && text(error, 'message') === 'aborted'
}

/** A body parser's account of a body that ended early. */
export function isBodyCut(error: unknown, { req }: Exchange): boolean {
  const message = text(error, 'message')
  if (text(error, 'type') === 'request.aborted') {
    // raw-body says the same of an upstream's response; the length it expected tells them apart.
    const expected = property(error, 'expected')
    const declared = req.headers['content-length']
    return typeof expected !== 'number' || declared === undefined || Number(declared) === expected
  }
  // multer's and busboy's; neither has a code
  return (
    message === 'Request aborted' ||
    message === 'Unexpected end of form' ||
    message === 'Unexpected end of file'
  )
}

const abortCodes = new Set([
  'ECONNRESET',
  'EPIPE',
  'ECONNABORTED',
  'ECANCELED',
  'ETIMEDOUT',
  'EBADF',
  'ABORT_ERR',
  'UND_ERR_ABORTED',
])

/** It could be what is left of a hang-up, and as well a failure of the application's own. */
export function looksAborted(error: unknown): boolean {
  const name = text(error, 'name')
  return (
    abortCodes.has(text(error, 'code')) ||
    streamCodes.has(text(error, 'code')) ||
    text(error, 'code') === 'ERR_STREAM_WRITE_AFTER_END' ||
    http2Codes.has(text(error, 'code')) ||
    name === 'AbortError' ||
    text(error, 'type') === 'request.aborted' ||
    /^(request )?aborted$/i.test(text(error, 'message'))
  )
}
