import type { Exchange } from '../exchange/index.js'
import { property, text } from './safely.js'

/** What Node says of a stream that was closed under its user. */
const streamCodes = new Set([
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_WRITE_AFTER_END',
  'ERR_STREAM_UNABLE_TO_PIPE',
])
const http2Codes = new Set([
  'ERR_HTTP2_INVALID_STREAM',
  'ERR_HTTP2_STREAM_ERROR',
  'ERR_HTTP2_STREAM_CANCEL',
])

/** A stream was closed, or a write cancelled, as they are when the connection goes. */
export function isStreamClosed(error: unknown, { req }: Exchange): boolean {
  const code = text(error, 'code')
  if (streamCodes.has(code)) return true
  if (http2Codes.has(code)) return req.httpVersionMajor === 2
  if (code === 'ECANCELED') return text(error, 'syscall') === 'write'
  // send's, from res.sendFile and res.download
  return code === 'ECONNABORTED' && text(error, 'message') === 'Request aborted'
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
    http2Codes.has(text(error, 'code')) ||
    name === 'AbortError' ||
    text(error, 'type') === 'request.aborted' ||
    /^(request )?aborted$/i.test(text(error, 'message'))
  )
}
