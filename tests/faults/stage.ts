import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerRequest } from 'node:http2'
import { attribute } from '../../src/index.js'
import type { Attribution, ExchangeRecord, Observer, Phase } from '../../src/types/index.js'
import { deferred } from '../harness/deferred.js'
import type { Middleware } from '../harness/http-shapes.js'
import type { WriteState } from '../harness/turns.js'

/** An error that a handler got to see, and what the package said of it at that moment. */
export interface Surfaced {
  readonly error: unknown
  readonly via: string
  readonly verdict: Attribution
}

/** Where a row is played: the handler, the client and the recorder meet here. */
export class Stage {
  readonly records: ExchangeRecord[] = []
  readonly surfaced: Surfaced[] = []
  /** What came out behind `errorHandler()`. */
  readonly downstream: unknown[] = []
  readonly complaints: string[] = []
  readonly requests: IncomingMessage[] = []
  readonly responses: ServerResponse[] = []
  /** The server saw the connection (on HTTP/2, the stream) close. */
  readonly departed = deferred()
  /** The server saw the client's FIN. */
  readonly halfClosed = deferred()
  /** The server read the client's GOAWAY. */
  readonly sawGoaway = deferred()
  private readonly reachedPhase = deferred()
  private readonly surfacedEnough = deferred()
  private readonly settledAll = deferred()
  private readonly cleanUps: (() => unknown)[] = []
  private over = false

  constructor(
    private readonly strikeAt: Phase | null,
    private readonly exchanges: number,
    private readonly surfacings: number,
  ) {}

  get reached(): Promise<void> {
    return this.reachedPhase.promise
  }
  /** As many errors have surfaced as the row expects. */
  get surfacedAll(): Promise<void> {
    return this.surfacedEnough.promise
  }
  get settled(): Promise<void> {
    return this.settledAll.promise
  }

  readonly observer: Observer = {
    settled: (record) => {
      this.records.push(record)
      if (this.records.length === this.exchanges) this.settledAll.resolve()
    },
  }

  /** Stands before everything else, so that what it sees does not depend on the package. */
  readonly watch: Middleware = (req, res, next) => {
    this.requests.push(req)
    this.responses.push(res)
    const stream = streamOf(req)
    if (stream === undefined) req.socket.once('end', this.halfClosed.resolve)
    else
      stream.session?.once('goaway', () => {
        this.sawGoaway.resolve()
      })
    ;(stream ?? req.socket).once('close', this.departed.resolve)
    next()
  }

  /** What holds the bytes of the answer that nobody takes. */
  get writer(): WriteState {
    const req = this.request
    return streamOf(req) ?? req.socket
  }

  /** The newest request. */
  get request(): IncomingMessage {
    return newest(this.requests)
  }
  get response(): ServerResponse {
    return newest(this.responses)
  }

  strikesAt(phase: Phase): boolean {
    return phase === this.strikeAt
  }

  /** Tells the client that it can strike, if this is the phase that it waits for. */
  reach(phase: Phase): void {
    if (phase === this.strikeAt) this.reachedPhase.resolve()
  }

  /** The same, and then waits until the client is gone; goes on at once in any other phase. */
  async hold(phase: Phase): Promise<void> {
    if (phase !== this.strikeAt) return
    this.reach(phase)
    await this.departed.promise
  }

  /** Notes an error that the handler got, with the verdict on it; nothing where there is none. */
  surface(error: unknown, via: string, req = this.request): void {
    if (this.over || error === undefined || error === null) return
    this.surfaced.push({ error, via, verdict: attribute(error, req) })
    if (this.surfaced.length === this.surfacings) this.surfacedEnough.resolve()
  }

  /** A callback that surfaces its error. */
  callback(via: string): (error?: Error | null) => void {
    return (error) => {
      this.surface(error, via)
    }
  }

  onCleanUp(cleanUp: () => unknown): void {
    this.cleanUps.push(cleanUp)
  }

  /** Ends the row. Errors that only this brings about are not counted any more. */
  async cleanUp(): Promise<void> {
    this.over = true
    this.departed.resolve()
    for (const cleanUp of this.cleanUps) await cleanUp()
  }
}

function newest<T>(list: readonly T[]): T {
  const last = list.at(-1)
  if (last === undefined) throw new Error('no request has arrived')
  return last
}

function streamOf(req: IncomingMessage): Http2ServerRequest['stream'] | undefined {
  return req.httpVersionMajor === 2 ? (req as unknown as Http2ServerRequest).stream : undefined
}
