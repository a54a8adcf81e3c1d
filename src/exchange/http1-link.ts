import { errorMonitor } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Phase } from '../types/index.js'
import { CountedConnection, type CountedSocket } from './counted-connection.js'
import { byApplication, byFin, byServer } from './departures.js'
import { completed, endingOf } from './ending.js'
import { Exchange } from './exchange.js'
import type { AnyRequest, AnyResponse } from './http-types.js'
import { isComplete, isHeld, isOwedByApplication } from './owed.js'
import type { Owed } from './deadline/progress-guard.js'
import type { Client, Departure, Link, LinkNumbers } from './link.js'
import { linkOn } from './link-place.js'
import { noteLateUse } from './late-use.js'
import { endLive } from './live.js'
import { localKill } from './local-kill.js'
import { incoming } from './incoming.js'
import { phaseFrom } from './phase.js'
import { hasAudience } from './report.js'
import type { Reporting } from './reporting.js'
import { releaseSources, releaseTargets } from './release-pipes.js'
import { verdictOnSocketError } from './socket-verdict.js'
import { state } from './state.js'

/** A socket, or what a server was given in its place. */
type Socket = CountedSocket & {
  readonly remoteAddress?: string | undefined
  readonly server?: { readonly httpAllowHalfOpen?: boolean }
}

/**
 * A connection of HTTP/1. One set of listeners on the socket serves every request on it: they are
 * prepended, since Node's own reaction to the same events changes the state they look at.
 */
export class Http1Link extends CountedConnection<Socket> implements Link {
  client: Client | null = null
  readonly #id = ++state.connections
  /** The `performance.now()` of its first exchange, to the millisecond. */
  #opened = 0
  #requests = 0
  /** Pipelined exchanges behind the current one. */
  #queued: Exchange[] | null = null
  #departure: Departure | null = null
  #peer: string | undefined

  constructor(socket: Socket) {
    super(socket)
    // Shared by all connections, so that an idle one holds no closures. Not 'error': a listener for
    // that would keep an upgraded socket's error from its owner.
    socket.prependListener('end', onEnd)
    socket.prependListener(errorMonitor, onError)
    socket.prependListener('close', onClose)
  }

  /** `told` where the server will tell when the response is out. */
  begin(req: IncomingMessage, res: ServerResponse, reporting: Reporting, told: boolean): Exchange {
    const exchange = new Exchange(req, res, this, ++this.#requests, reporting)
    if (this.#requests === 1) this.#opened = Math.floor(exchange.began)
    if (this.current === null) this.current = exchange
    else (this.#queued ??= []).push(exchange)
    if (!told) this.#listenTo(res)
    if (hasAudience(exchange)) {
      this.watchFrom(exchange.began)
      this.peerAddress()
    }
    if (this.socket.destroyed) this.#beganAfterTheEnd(res)
    return exchange
  }

  find(req: AnyRequest): Exchange | null {
    if (this.current?.req === req) return this.current
    return this.#queued?.find((exchange) => exchange.req === req) ?? null
  }

  departure(): Departure | null {
    // A write callback tells the error before the socket emits it.
    const { destroyed, errored } = this.socket
    if (this.#departure === null && (destroyed || errored)) this.#depart(errored)
    return this.#departure
  }

  owns(error: unknown, { req, res }: Exchange): boolean {
    if (error === null || error === undefined) return false
    if (error === this.departure()?.error) return true
    // After a FIN the socket may still fail by a write, or by an error that the application gave it.
    if (error !== this.socket.errored || error === res.errored || error === req.errored)
      return false
    return verdictOnSocketError(error, this.socket.readableEnded).origin === 'client'
  }

  phaseOf({ req, res }: Exchange): Phase {
    return phaseFrom(isComplete(req), res.headersSent, res.writableEnded)
  }

  requestComplete({ req }: Exchange): boolean {
    return isComplete(req)
  }

  owed({ req, res }: Exchange): Owed {
    const complete = isComplete(req)
    const held = !complete && isHeld(req)
    return {
      receive: !complete && !held,
      send: this.socket.writableLength > 0,
      respond: isOwedByApplication(res),
      held,
    }
  }

  follow(exchange: Exchange): void {
    this.watchFrom(exchange.began)
  }

  reachable(): boolean {
    return this.departure() === null && this.socket.writable
  }

  release(exchange: Exchange): void {
    if (this.current === exchange) {
      this.goOnWith(this.#queued?.shift() ?? null)
    } else {
      this.#queued = this.#queued?.filter((other) => other !== exchange) ?? null
      this.goOnWith(this.current)
    }
  }

  /** What was listened to stays known, and of the others those that nobody followed. */
  hasSeen(res: AnyResponse): boolean {
    if (res.listeners('finish').includes(onFinish) || apart.has(res)) return true
    return res.writableFinished && !incoming.unfollowed.has(res)
  }

  /** The kernel forgets it with the connection, and Node makes it out of an object each time. */
  peerAddress(): string | undefined {
    return (this.#peer ??= this.socket.remoteAddress)
  }

  numbers(exchange: Exchange, now: number): LinkNumbers {
    const ageMs = Math.round(now - this.#opened)
    return { id: this.#id, request: exchange.position, ageMs }
  }

  cut(by?: Departure): void {
    if (by !== undefined && this.#departure === null) this.#gone(by)
    this.freeze()
    this.socket.destroy()
  }

  /** The response is with the kernel, unless the socket died: Node 20 and 22 emit 'finish' then too. */
  finished(res: ServerResponse): boolean {
    // By the response: `pipeline(req, target)` may have taken the socket off the request.
    const exchange =
      this.current?.res === res ? this.current : this.#queued?.find((each) => each.res === res)
    if (exchange === undefined) return false
    if (this.socket.destroyed || this.socket.errored) return true
    // Without its socket it leads nowhere any more, also for who asks after the fact.
    if ((exchange.req as unknown as Record<string, unknown>)[SOCKET] === null) exchange.asked = true
    exchange.settle(completed)
    // Node lets go of a request whose answer is out, and of what it was piped to says nothing.
    if (exchange.expired !== null && !exchange.req.complete) releaseTargets(exchange)
    return true
  }

  ended(): void {
    // While writes are pending a FIN is not yet a departure: the client may be half-closed and
    // still reading. Nor is it where the server was told to allow that.
    if (this.socket.writableLength > 0 || this.socket.server?.httpAllowHalfOpen === true) return
    if (this.#departure === null && this.#local() === null) this.#gone(byFin)
  }

  failed(error: unknown): void {
    this.#depart(error)
  }

  closed(): void {
    endLive(this)
    this.retire()
    // Most have served their requests: who ended it is found out where somebody asks.
    if (this.current === null) return
    const departure = this.departure() ?? this.#depart(null)
    this.freeze() // an exchange may have begun between the end and the close
    for (const exchange of this.exchanges()) {
      releaseSources(exchange)
      noteLateUse(exchange)
      exchange.settle(endingOf(departure, exchange.phaseAtDeparture ?? exchange.phase))
      releaseTargets(exchange)
    }
  }

  /**
   * A middleware before ours waited while the client left, or only the error handler is mounted.
   * Node has destroyed the request and the response by now, so that only the socket still tells.
   */
  #beganAfterTheEnd(res: ServerResponse): void {
    const { errored, readableEnded: sawFin } = this.socket
    if (this.#departure === null) {
      if (errored === null) this.#gone(sawFin ? byFin : byServer)
      else if (errored === res.errored) this.#gone(byApplication(errored))
      else this.#gone(verdictOnSocketError(errored, sawFin))
    }
    this.closed()
  }

  /**
   * A request that waited in front of us, or that no server of Node's began. Comes before Node's own
   * listener, which takes the response off its socket.
   */
  #listenTo(res: ServerResponse): void {
    if (res.socket === this.socket) {
      res.prependListener('finish', onFinish)
      return
    }
    // A pipelined response gets its socket later, and that of an adapter never.
    apart.add(res)
    res.prependListener('finish', () => {
      this.finished(res)
    })
  }

  /** Decides, once, who ended the connection. */
  #depart(error: unknown): Departure {
    if (this.#departure !== null) return this.#departure
    const local = this.#local()
    if (local !== null) return this.#gone(local)
    const { readableEnded: sawFin } = this.socket
    if (error !== null && error !== undefined) {
      return this.#gone(verdictOnSocketError(error, sawFin))
    }
    return this.#gone(sawFin ? byFin : byServer)
  }

  #gone(departure: Departure): Departure {
    this.#departure = departure
    if (this.current === null) return departure
    this.freeze()
    for (const exchange of this.exchanges()) exchange.depart(this.socket.writableLength > 0)
    return departure
  }

  #local(): Departure | null {
    for (const exchange of this.exchanges()) {
      const kill = localKill(exchange)
      if (kill !== null) return kill
    }
    return null
  }

  exchanges(): readonly Exchange[] {
    return this.current === null ? [] : [this.current, ...(this.#queued ?? [])]
  }
}

/**
 * Read by a key. Under Express on Node 20 and 22 each request has a hidden class of its own, for
 * which a property that the source names is looked up by the runtime, at six times the price.
 */
const SOCKET = 'socket'

/** Responses that do not lead to their connection. */
const apart = new WeakSet<AnyResponse>()

/** Shared by all responses that do. */
function onFinish(this: ServerResponse): void {
  const { socket } = this
  if (socket !== null) linkOf(socket)?.finished(this)
}

function onEnd(this: object): void {
  linkOf(this)?.ended()
}

function onError(this: object, error: unknown): void {
  linkOf(this)?.failed(error)
}

function onClose(this: object): void {
  linkOf(this)?.closed()
}

function linkOf(socket: object): Http1Link | undefined {
  return linkOn(socket) as Http1Link | undefined
}
