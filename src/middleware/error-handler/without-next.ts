import type { Http2ServerResponse } from 'node:http2'
import type { AnyResponse } from '../../exchange/index.js'

/**
 * An error handler that was called by hand without a `next` has nobody to pass a real error to. It
 * is written to the console and answered, as Express' own last handler does.
 */
export function answerWithoutNext(error: unknown, res: AnyResponse): void {
  console.error(error)
  if (res.writableEnded) return
  if (res.headersSent) {
    cut(res)
    return
  }
  res.statusCode = statusOf(error)
  res.setHeader('Content-Type', 'text/plain; charset=utf-8')
  res.end(`Error ${String(res.statusCode)}\n`)
}

function cut(res: AnyResponse): void {
  if (isHttp2Response(res)) res.stream.destroy()
  else res.destroy()
}

function isHttp2Response(res: AnyResponse): res is Http2ServerResponse {
  return typeof (res as { stream?: unknown }).stream === 'object'
}

function statusOf(error: unknown): number {
  if (typeof error !== 'object' || error === null) return 500
  const { status } = error as { status?: unknown }
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500
}
