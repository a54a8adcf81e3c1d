import { STATUS_CODES } from 'node:http'
import { constants } from 'node:http2'
import type { Socket } from 'node:net'
import type { RequestTimeoutError } from '../errors/index.js'
import { isHttp2Request, type AnyRequest, type Exchange } from '../exchange/index.js'

/** What describes the answer that the handler did not get to give. */
const headersOfTheOther = [
  'content-length',
  'content-encoding',
  'content-language',
  'content-location',
  'content-range',
  'content-disposition',
  'accept-ranges',
  'transfer-encoding',
  'trailer',
  'etag',
  'last-modified',
  'location',
  'cache-control',
  'expires',
]

/**
 * Answers a timeout: 503 with `Retry-After`, as RFC 9457 problem details, or as text where the
 * client prefers that. Where the header is out already the response is cut instead, so that the
 * client does not take a part for the whole.
 */
export function answerTimeout(exchange: Exchange, error: RequestTimeoutError): void {
  const { req, res } = exchange
  if (res.writableEnded) return
  if (res.headersSent) {
    exchange.link.cut()
    return
  }
  for (const name of headersOfTheOther) res.removeHeader(name)
  res.statusCode = error.status
  // HTTP/2 has none, and warns of whoever sets it.
  if (!isHttp2Request(req)) res.statusMessage = ''
  for (const [name, value] of Object.entries(error.headers)) res.setHeader(name, value)
  res.setHeader('Cache-Control', 'no-store')
  const [type, body] = bodyOf(error, req)
  res.setHeader('Content-Type', type)
  res.setHeader('Content-Length', Buffer.byteLength(body))
  refuseRest(exchange)
  res.end(body)
}

/**
 * The rest of an upload would stand before the next request of its connection, which is closed
 * after the answer. HTTP/2 forbids that header: there the stream is reset, once the whole answer is
 * out (RFC 9113, 8.1).
 */
export function refuseRest(exchange: Exchange): void {
  const { req, res, link } = exchange
  if (link.requestComplete(exchange)) return
  if (!isHttp2Request(req)) {
    res.setHeader('Connection', 'close')
    // Once its response is out Node forgets a request: what reads it would wait for ever, with the
    // file it writes to open. By then the connection is closed, so that nothing else is destroyed.
    // Where the application has destroyed the request there is no socket any more.
    ;(req.socket as Socket | null)?.once('close', () => {
      req.destroy(exchange.expired ?? undefined)
    })
    return
  }
  const { stream } = req
  stream.once('finish', () => {
    if (!link.requestComplete(exchange)) stream.close(constants.NGHTTP2_NO_ERROR)
  })
}

function bodyOf(error: RequestTimeoutError, req: AnyRequest): [type: string, body: string] {
  const accept = req.headers.accept ?? ''
  if (/text\/(html|plain)/.test(accept) && !accept.includes('json')) {
    return ['text/plain; charset=utf-8', `${error.message}\n`]
  }
  const { status, message } = error
  const problem = { title: STATUS_CODES[status], status, detail: message }
  return ['application/problem+json', JSON.stringify(problem)]
}
