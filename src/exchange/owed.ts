import { hasBody, type AnyRequest, type AnyResponse } from './http-types.js'

/** Streams that are quiet for as long as they have nothing to tell. */
const quietTypes = /^(text\/event-stream|multipart\/x-mixed-replace|application\/(grpc|x-ndjson))/i

/**
 * While a handler runs synchronously, the parser has not yet marked a request without a body
 * complete.
 */
export function isComplete(req: AnyRequest): boolean {
  return req.complete || !hasBody(req)
}

/** The application does not read an upload: its buffer is full, and Node holds the client back. */
export function isHeld(req: AnyRequest): boolean {
  return req.readableLength > 0 && req.readableLength >= req.readableHighWaterMark
}

/** An answer was begun and not ended, and is none that may be quiet. */
export function isOwedByApplication(res: AnyResponse): boolean {
  if (!res.headersSent || res.writableEnded) return false
  const type = res.getHeader('content-type')
  return typeof type !== 'string' || !quietTypes.test(type)
}
