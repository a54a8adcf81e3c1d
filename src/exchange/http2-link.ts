import { constants, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2'
import type { ServerHttp2Stream } from 'node:http2'
import type { Phase } from '../types/index.js'
import { byApplication } from './departures.js'
import { completed, endingOf } from './ending.js'
import { Exchange } from './exchange.js'
import type { AnyRequest } from './http-types.js'
import { Http2Progress } from './http2-progress.js'
import { sessionInfo, type SessionInfo } from './http2-session.js'
import type { Owed } from './deadline/progress-guard.js'
import { isHeld, isOwedByApplication } from './owed.js'
import { endLive } from './live.js'
import { noteLateUse } from './late-use.js'
import type { Client, Departure, Link, LinkNumbers } from './link.js'
import { phaseFrom } from './phase.js'
import { releaseSources, releaseTargets } from './release-pipes.js'
import { verdictOnSocketError } from './socket-verdict.js'
import type { Reporting } from './reporting.js'
import { linkOn } from './link-place.js'

const { NGHTTP2_NO_ERROR, NGHTTP2_INTERNAL_ERROR, NGHTTP2_CANCEL } = constants

/**
 * A stream of HTTP/2, behind Node's compatibility API. Of that API little can be believed:
 * `'finish'` comes after every abort, `req.complete` and the end of `req` too. Only the stream
 * tells: whether it was aborted, its reset code, and whether its session is still there.
 */
export class Http2Link implements Link {
  client: Client | null = null
  readonly #stream: ServerHttp2Stream
  readonly #session: SessionInfo | null
  #exchange: Exchange | null = null
  #departure: Departure | null = null
  #progress: Http2Progress | null = null
  /** This side reset the stream, which Node tells like a reset of the peer's. */
  #wasCut = false

  constructor(stream: ServerHttp2Stream) {
    this.#stream = stream
    this.#session = stream.session === undefined ? null : sessionInfo(stream.session)
    stream.prependListener('aborted', onAborted)
    stream.prependListener('close', onClose)
    stream.prependListener('finish', onFinish)
  }

  begin(req: Http2ServerRequest, res: Http2ServerResponse, reporting: Reporting): Exchange {
    const position = this.#session === null ? 1 : ++this.#session.requests
    if (this.#session !== null) this.#session.inFlight++
    const exchange = new Exchange(req, res, this, position, reporting)
    this.#exchange = exchange
    if (this.#stream.closed) this.closed()
    return exchange
  }

  find(req: AnyRequest): Exchange | null {
    return this.#exchange?.req === req ? this.#exchange : null
  }

  exchanges(): readonly Exchange[] {
    return this.#exchange === null ? [] : [this.#exchange]
  }

  departure(): Departure | null {
    // A write callback tells the socket's error before the session and its streams do.
    const error = this.#session?.socketError ?? null
    if (this.#departure === null && this.#exchange !== null && error !== null) {
      this.#depart(this.#exchange, verdictOnSocketError(error, this.#session?.sawFin === true))
    }
    return this.#departure
  }

  owns(error: unknown): boolean {
    return error !== null && error !== undefined && error === this.#departure?.error
  }

  phaseOf({ res }: Exchange): Phase {
    return phaseFrom(requestComplete(this.#stream), res.headersSent, res.writableEnded)
  }

  requestComplete(): boolean {
    return requestComplete(this.#stream)
  }

  owed({ req, res }: Exchange): Owed {
    const complete = requestComplete(this.#stream)
    const held = !complete && isHeld(req)
    return {
      receive: !complete && !held,
      send: this.#stream.writableLength > 0,
      respond: isOwedByApplication(res),
      held,
    }
  }

  follow(exchange: Exchange): void {
    this.#progress ??= new Http2Progress(this.#stream, exchange)
  }

  reachable(): boolean {
    return !this.#stream.destroyed && !this.#stream.closed
  }

  release(): void {
    this.#exchange = null
    if (this.#session !== null) this.#session.inFlight--
    endLive(this)
    this.#progress?.stop()
  }

  /** A link is one stream's. */
  hasSeen(): boolean {
    return true
  }

  peerAddress(): string | undefined {
    return this.#session?.peerAddress
  }

  numbers(exchange: Exchange, now: number): LinkNumbers {
    const { id = 0, opened = exchange.began } = this.#session ?? {}
    return { id, request: exchange.position, ageMs: Math.round(now - opened) }
  }

  /** Node counts no bytes per stream: what a completed exchange declared, else 0. */
  bytes(): { in: number; out: number } {
    const exchange = this.#exchange
    if (exchange === null || this.#departure !== null) return { in: 0, out: 0 }
    const out = exchange.res.getHeader('content-length')
    return { in: length(exchange.req.headers['content-length']), out: length(out) }
  }

  lastProgress(since: number): number {
    return Math.max(since, this.#progress?.at ?? 0)
  }

  headerSeenAt(): number | null {
    return null
  }

  cut(): void {
    this.#wasCut = true
    this.#stream.close(NGHTTP2_CANCEL)
  }

  aborted(): void {
    this.#end(byReset(this.#stream, this.#session))
  }

  /**
   * The last frame of the answer is out: also where the rest of the request is still to come, which
   * the client may then cancel. An aborted stream finishes too, but has been reset or destroyed.
   */
  finished(): void {
    const { destroyed, aborted, rstCode } = this.#stream
    const over = destroyed || aborted || this.#session?.destroyed !== false
    if (!over && rstCode === NGHTTP2_NO_ERROR && this.#exchange?.res.writableEnded === true) {
      this.#exchange.settle(completed)
    }
  }

  closed(): void {
    const exchange = this.#exchange
    if (exchange === null) return
    const { writableFinished, rstCode } = this.#stream
    if (exchange.res.writableEnded && writableFinished && rstCode === NGHTTP2_NO_ERROR) {
      exchange.settle(completed)
    } else {
      this.#end(byReset(this.#stream, this.#session))
    }
  }

  /** Who ended it is decided once, at the first sign. */
  #depart(exchange: Exchange, departure: Departure): Departure {
    if (this.#departure !== null) return this.#departure
    this.#departure = departure
    exchange.depart(this.#stream.writableLength > 0)
    return departure
  }

  #end(seen: Departure): void {
    const exchange = this.#exchange
    if (exchange === null) return
    const departure = this.#depart(exchange, this.#wasCut ? cutByUs : seen)
    releaseSources(exchange)
    noteLateUse(exchange)
    exchange.settle(endingOf(departure, exchange.phaseAtDeparture ?? exchange.phase))
    releaseTargets(exchange)
  }
}

const cutByUs: Departure = {
  origin: 'server',
  rule: 'stream-destroyed',
  closure: 'none',
  error: null,
}

function onAborted(this: ServerHttp2Stream): void {
  ;(linkOn(this) as Http2Link | undefined)?.aborted()
}

function onFinish(this: ServerHttp2Stream): void {
  ;(linkOn(this) as Http2Link | undefined)?.finished()
}

function onClose(this: ServerHttp2Stream): void {
  ;(linkOn(this) as Http2Link | undefined)?.closed()
}

/** `req.complete` and `readableEnded` are wrong for a body that nobody has read. */
function requestComplete(stream: ServerHttp2Stream): boolean {
  const { _readableState: internal } = stream as { _readableState?: { ended?: boolean } }
  return stream.endAfterHeaders || (internal?.ended ?? stream.readableEnded)
}

/** Whose doing the end of a stream is. */
function byReset(stream: ServerHttp2Stream, session: SessionInfo | null): Departure {
  const code = stream.rstCode
  const error = stream.errored ?? null
  // Who is asked after the fact is not told by a destroyed stream which session it was of.
  if (session === null) return { origin: 'server', rule: 'ended-unseen', closure: 'none', error }
  if (session.ended !== null) return { ...session.ended, error }
  const sessionGone = session.destroyed
  const { peerLeft } = session
  if (code === NGHTTP2_INTERNAL_ERROR && !sessionGone) {
    return error === null
      ? { origin: 'server', rule: 'stream-destroyed', closure: 'none', error }
      : byApplication(error)
  }
  // A session that this side destroys cancels its streams as a lost one does, but nothing was
  // heard of the peer before.
  if (sessionGone && !peerLeft && code !== NGHTTP2_INTERNAL_ERROR) {
    return { origin: 'server', rule: 'session-destroyed', closure: 'none', error }
  }
  if (code === NGHTTP2_NO_ERROR && stream.destroyed && !peerLeft) {
    return { origin: 'server', rule: 'stream-destroyed', closure: 'none', error }
  }
  if (code === NGHTTP2_INTERNAL_ERROR || session.sawError) {
    return { origin: 'client', rule: 'peer-reset', closure: 'rst', error }
  }
  if (session.sawGoaway) {
    return { origin: 'client', rule: 'h2-goaway', closure: 'h2-goaway', error }
  }
  if (session.sawFin) {
    return { origin: 'client', rule: 'peer-closed', closure: 'fin', error }
  }
  return { origin: 'client', rule: 'h2-stream-reset', closure: 'h2-cancel', error }
}

function length(header: unknown): number {
  const value = Number(header)
  return Number.isSafeInteger(value) && value > 0 ? value : 0
}
