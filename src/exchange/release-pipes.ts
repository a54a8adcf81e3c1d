import type { EventEmitter } from 'node:events'
import { ReadStream, WriteStream } from 'node:fs'
import { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import zlib from 'node:zlib'
import type { Exchange } from './exchange.js'

/** Sources that are opened for one reader: files, upstream responses, and compression. */
const ownKinds = [
  ReadStream,
  IncomingMessage,
  zlib.Gzip,
  zlib.Deflate,
  zlib.DeflateRaw,
  zlib.BrotliCompress,
]

/**
 * `source.pipe(res)` and `req.pipe(file)` are left open when the client goes, a file descriptor
 * for each. The sources are found without a listener per request: `pipe` itself unpipes when its
 * target closes, and `'unpipe'` carries the source. A source of another kind may be live and
 * waiting for its next reader, and is left alone.
 */
export function releaseSources(exchange: Exchange, target: EventEmitter = exchange.res): void {
  target.once('unpipe', (source: unknown) => {
    releaseSource(source, exchange)
  })
}

/** Lets a source go whose reader is gone. */
export function releaseSource(source: unknown, exchange: Exchange): void {
  if (!isOwn(source) || hasOtherReader(source)) return
  releaseSources(exchange, source) // what is piped into compression is left as well
  if (!source.destroyed) exchange.noteReleased(source)
  source.destroy()
}

function isOwn(source: unknown): source is Readable {
  return ownKinds.some((kind) => source instanceof (kind as unknown as typeof Readable))
}

/**
 * Closes the files that the request was piped to. Only files: a socket or a child's stdin would
 * take its end for the end of the data, a form parser for a form that is complete, and an outgoing
 * request would throw where nobody listens.
 */
export function releaseTargets({ req, reason }: Exchange): void {
  for (const target of pipesOf(req)) {
    if (!(target instanceof WriteStream)) continue
    req.unpipe(target)
    if (target.listenerCount('error') > 0) target.destroy(reason ?? undefined)
    else target.destroy()
  }
}

/** True for a source that somebody else reads as well. */
export function hasOtherReader(source: Readable): boolean {
  return pipesOf(source).length > 0 || source.listenerCount('data') > 0
}

/** The targets of a stream's pipes. Node has no public list of them. */
function pipesOf(source: unknown): readonly unknown[] {
  const { pipes } = (source as { _readableState?: { pipes?: unknown } })._readableState ?? {}
  return Array.isArray(pipes) ? [...(pipes as unknown[])] : []
}
