import type { Phase } from '../types/index.js'
import { completed, endingOf } from './ending.js'
import { Exchange } from './exchange.js'
import type { AnyRequest, AnyResponse } from './http-types.js'
import type { Owed } from './deadline/progress-guard.js'
import type { Client, Departure, Link, LinkNumbers } from './link.js'
import { isComplete } from './owed.js'
import { localKill } from './local-kill.js'
import { phaseFrom } from './phase.js'
import type { Reporting } from './reporting.js'
import { state } from './state.js'

/**
 * An exchange without a real socket: a serverless adapter, or a test's `inject`. Only the events
 * of the request and the response are there, so it knows who left only as well as they do.
 */
export class DetachedLink implements Link {
  client: Client | null = null
  #exchange: Exchange | null = null
  #departure: Departure | null = null
  #destroy: (() => unknown) | undefined
  #id = 0

  begin(req: AnyRequest, res: AnyResponse, reporting: Reporting): Exchange {
    const exchange = new Exchange(req, res, this, 1, reporting)
    this.#exchange = exchange
    this.#destroy = (res as { destroy?: () => unknown }).destroy
    state.byRequest.set(req, exchange)
    res.once('finish', () => {
      exchange.settle(completed)
    })
    const end = (): void => {
      this.#end(exchange)
    }
    req.once('aborted', end)
    res.once('close', end)
    return exchange
  }

  find(req: AnyRequest): Exchange | null {
    return this.#exchange?.req === req ? this.#exchange : null
  }

  exchanges(): readonly Exchange[] {
    return this.#exchange === null ? [] : [this.#exchange]
  }

  departure(): Departure | null {
    return this.#departure
  }

  owns(error: unknown): boolean {
    return error !== null && error !== undefined && error === this.#departure?.error
  }

  phaseOf({ req, res }: Exchange): Phase {
    return phaseFrom(isWhole(req), res.headersSent, res.writableEnded)
  }

  requestComplete({ req }: Exchange): boolean {
    return isWhole(req)
  }

  owed(): Owed {
    return { receive: false, send: false, respond: false, held: false }
  }

  follow(): void {
    // There is nothing to look at.
  }

  reachable(): boolean {
    return this.#departure === null
  }

  release(): void {
    this.#exchange = null
  }

  hasSeen(res: AnyResponse): boolean {
    return this.#exchange?.res === res
  }

  peerAddress(): string | undefined {
    const { socket } = (this.#exchange?.req ?? {}) as { socket?: { remoteAddress?: string } | null }
    return socket?.remoteAddress
  }

  numbers(exchange: Exchange, now: number): LinkNumbers {
    this.#id ||= ++state.connections
    return { id: this.#id, request: 1, ageMs: Math.round(now - exchange.began) }
  }

  bytes(): { in: number; out: number } {
    return { in: 0, out: 0 }
  }

  lastProgress(since: number): number {
    return since
  }

  headerSeenAt(): number | null {
    return null
  }

  cut(): void {
    const exchange = this.#exchange
    if (exchange === null) return
    // Not `res.destroy`, which the seal of a response whose limit has passed shadows.
    this.#destroy?.call(exchange.res)
    // There may be nobody to tell us that it has closed.
    this.#end(exchange)
  }

  #end(exchange: Exchange): void {
    if (exchange.ending !== null) return
    this.#departure = localKill(exchange) ?? responseClosed
    exchange.settle(endingOf(this.#departure, exchange.phase))
  }
}

const responseClosed: Departure = {
  origin: 'client',
  rule: 'response-closed',
  closure: 'none',
  error: null,
}

/** A request that was made whole, by an adapter or a test, may not say that it is complete. */
function isWhole(req: AnyRequest): boolean {
  return (req.complete as boolean | undefined) === undefined || isComplete(req)
}
