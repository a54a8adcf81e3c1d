import type { Exchange } from './exchange.js'
import type { Readable } from 'node:stream'
import { hasBody, isHttp2Request, type AnyRequest, type AnyResponse } from './http-types.js'

/** Streams that are quiet for as long as they have nothing to tell. */
const quietTypes = /^(text\/event-stream|multipart\/x-mixed-replace|application\/(grpc|x-ndjson))/i

/**
 * While a handler runs synchronously, the parser has not yet marked a request without a body
 * complete.
 */
export function isComplete(req: AnyRequest): boolean {
  return req.complete || !hasBody(req)
}

/** The whole request has come, and nothing of an answer is there yet: nobody owes a byte. */
export function isWaiting({ req, res }: Exchange, out: { writableLength: number }): boolean {
  return req.complete && !res.headersSent && out.writableLength === 0
}

/**
 * The application does not read an upload: a buffer is full, and Node holds the client back. On
 * HTTP/2 the window may be shut before that, and the stream holds what the request has not asked for.
 */
export function isHeld(req: AnyRequest): boolean {
  if (!isHttp2Request(req)) return isFull(req)
  return isFull(req) || isFull(req.stream) || req.stream.state.localWindowSize === 0
}

function isFull({ readableLength, readableHighWaterMark }: Readable): boolean {
  return readableLength > 0 && readableLength >= readableHighWaterMark
}

/** An answer was begun and not ended, and is none that may be quiet. */
export function isOwedByApplication(res: AnyResponse): boolean {
  if (!res.headersSent || res.writableEnded) return false
  const type = contentTypeOf(res)
  return type === undefined || !quietTypes.test(type)
}

/** What goes straight to `writeHead` is found in the header as it was sent, and nowhere else. */
function contentTypeOf(res: AnyResponse): string | undefined {
  const type = res.getHeader('content-type')
  if (typeof type === 'string') return type
  const { _header: sent } = res as { _header?: string | null }
  return typeof sent === 'string' ? /^content-type:[ \t]*(.*)/im.exec(sent)?.[1] : undefined
}
