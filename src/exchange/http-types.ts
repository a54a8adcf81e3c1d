import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'

/** A request as any of Node's servers gives it. */
export type AnyRequest = IncomingMessage | Http2ServerRequest

/** A response as any of Node's servers gives it. */
export type AnyResponse = ServerResponse | Http2ServerResponse

/** True for a request of Node's HTTP/2 compatibility API. */
export function isHttp2Request(req: AnyRequest): req is Http2ServerRequest {
  return req.httpVersionMajor === 2 && typeof (req as Http2ServerRequest).stream === 'object'
}

/** RFC 9112, 6.3: a request has a body where one of these headers says so. */
export function hasBody({ headers }: AnyRequest): boolean {
  const length = headers['content-length']
  return (length !== undefined && length !== '0') || headers['transfer-encoding'] !== undefined
}
