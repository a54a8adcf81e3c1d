import { STATUS_CODES } from 'node:http'
import type { RequestTimeoutError } from '../errors/index.js'
import type { AnyRequest, Exchange } from '../exchange/index.js'

/** What describes the answer that the handler did not get to give. */
const headersOfTheOther = [
  'content-length',
  'content-encoding',
  'content-range',
  'content-disposition',
  'transfer-encoding',
  'etag',
  'last-modified',
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
  for (const [name, value] of Object.entries(error.headers)) res.setHeader(name, value)
  res.setHeader('Cache-Control', 'no-store')
  // The rest of an upload would stand before the next request. HTTP/2 forbids the header.
  if (req.httpVersionMajor < 2 && !req.complete) res.setHeader('Connection', 'close')
  const [type, body] = bodyOf(error, req)
  res.setHeader('Content-Type', type)
  res.setHeader('Content-Length', Buffer.byteLength(body))
  res.end(body)
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
