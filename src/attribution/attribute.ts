import {
  isClientDisconnectedError,
  isRequestTimeoutError,
  isServerClosedError,
} from '../errors/index.js'
import { find, type AnyRequest, type Exchange } from '../exchange/index.js'
import type { Attribution, Origin } from '../types/index.js'
import { causesOf } from './chain.js'
import { outgoingEndOf } from './outgoing.js'
import { text } from './safely.js'
import { isCancellation, isPlain } from './cancellation.js'
import { isBodyCut, isNodeAborted, isStreamClosed, looksAborted } from './shapes.js'

/**
 * Whose an error is, with the rule that decided. `quiet` is true only where it is proven to be the
 * hang-up of this request's client: by identity, by the reason of our signal, or by a known shape
 * where the client is known to be gone. Never by its `code` alone. It never throws, whatever it is
 * given.
 *
 * @example
 * ```ts
 * pipeline(source, res, (error) => {
 *   if (error && !attribute(error, req).quiet) logger.error(error)
 * })
 * ```
 */
export function attribute(error: unknown, req: AnyRequest): Attribution {
  const exchange = typeof req === 'object' && (req as unknown) !== null ? find(req) : null
  if (exchange === null) return verdict('application', 'no-exchange')
  return attributeIn(error, exchange)
}

/** True where `attribute` says that the error is proven to be the client's. */
export function isClientDisconnect(error: unknown, req: AnyRequest): boolean {
  return attribute(error, req).quiet
}

/** Whose an error is, for one exchange. Of an aggregate the gravest part decides. */
export function attributeIn(error: unknown, exchange: Exchange): Attribution {
  const { chains, whole } = causesOf(error)
  const verdicts = chains.map((chain) => ofChain(chain, exchange))
  // What was not looked at could be a real error: nothing may hide behind a hang-up.
  if (!whole) verdicts.push(verdict('ambiguous', 'too-large'))
  for (const origin of gravest) {
    const found = verdicts.find((each) => each.origin === origin)
    if (found !== undefined) return found
  }
  return verdict('application', 'unrelated')
}

const gravest: readonly Origin[] = ['application', 'ambiguous', 'server', 'timeout', 'client']

function ofChain(chain: readonly unknown[], exchange: Exchange): Attribution {
  const found = provenIn(chain, exchange)
  if (found === null) {
    if (goneBy(exchange) === null) return verdict('application', 'client-present')
    return chain.some(looksAborted)
      ? verdict('ambiguous', 'after-departure')
      : verdict('application', 'unrelated')
  }
  return found.proven.origin === 'application'
    ? found.proven
    : asWrapped(found.proven, chain.slice(0, found.at))
}

interface Found {
  readonly proven: Attribution
  readonly at: number
}

/** What one link of the chain proves: by our reason, by another identity, by its shape. */
function provenIn(chain: readonly unknown[], exchange: Exchange): Found | null {
  const { reason } = exchange
  // Before all else: `pipeline` ends the connection itself with an error that our reason caused.
  const at = reason === null ? -1 : chain.indexOf(reason)
  if (at !== -1) return { proven: byReason(reason), at }
  const gone = goneBy(exchange)
  return (
    firstIn(chain, (link) => byIdentity(link, exchange)) ??
    (gone === null ? null : firstIn(chain, (link) => byShape(link, exchange, gone)))
  )
}

function firstIn(
  chain: readonly unknown[],
  look: (link: unknown) => Attribution | null,
): Found | null {
  for (const [at, link] of chain.entries()) {
    const proven = look(link)
    if (proven !== null) return { proven, at }
  }
  return null
}

/**
 * A plain error is taken at its word: what it names as its cause is what happened. One with a code or
 * a class of its own tells of something else that went wrong on the way, such as a failed rollback.
 */
function asWrapped(proven: Attribution, wrappers: readonly unknown[]): Attribution {
  const isTransparent = (wrapper: unknown): boolean => isCancellation(wrapper) || isPlain(wrapper)
  return wrappers.every(isTransparent) ? proven : verdict('application', 'wrapped')
}

function byIdentity(error: unknown, exchange: Exchange): Attribution | null {
  if (isOurs(error)) return verdict('application', 'reason-of-another-exchange')
  if (exchange.link.owns(error, exchange)) {
    const origin = exchange.link.departure()?.origin ?? 'application'
    return verdict(origin, 'socket-error')
  }
  const outgoing = outgoingEndOf(error)
  // What failed, or was ended, before there was a departure cannot be its consequence.
  if (outgoing?.by === 'remote' || (outgoing && outgoing.at < exchange.departedAt)) {
    return verdict('application', 'outgoing-connection')
  }
  // Only undici's client makes these, whatever it says of the other side.
  if (/^UND_ERR_(?!ABORTED$)/.test(text(error, 'code'))) return verdict('application', 'undici')
  return null
}

function byReason(error: unknown): Attribution {
  if (isClientDisconnectedError(error)) return verdict('client', 'signal-reason')
  return verdict(isRequestTimeoutError(error) ? 'timeout' : 'server', 'signal-reason')
}

function isOurs(error: unknown): boolean {
  return (
    isClientDisconnectedError(error) || isRequestTimeoutError(error) || isServerClosedError(error)
  )
}

function byShape(error: unknown, exchange: Exchange, gone: Gone): Attribution | null {
  if (error === exchange.req.errored && isNodeAborted(error))
    return verdict(gone, 'request-aborted')
  if (isStreamClosed(error, exchange)) return verdict(gone, 'stream-closed')
  if (isBodyCut(error, exchange) && bodyWasCut(exchange)) return verdict(gone, 'body-cut')
  // This process ended an outgoing request, without an error of its own, when the client had left.
  if (outgoingEndOf(error)?.by === 'local' && looksAborted(error)) {
    return verdict(gone, 'cancelled-after-departure')
  }
  return null
}

function bodyWasCut({ ending, phaseAtDeparture, req }: Exchange): boolean {
  return (
    (ending?.phase ?? phaseAtDeparture) === 'receiving' ||
    (req.httpVersionMajor < 2 && !req.complete)
  )
}

type Gone = Exclude<Origin, 'ambiguous'>

/** Who ended the exchange, and with it whose the consequences are; null while it goes on. */
function goneBy(exchange: Exchange): Gone | null {
  if (exchange.expired !== null) return 'timeout'
  const { ending } = exchange
  if (ending === null) return departed(exchange.link.departure()?.origin)
  return ending.outcome === 'completed' ? null : departed(ending.cause?.origin)
}

/** An exchange that failed by an error of the application makes nothing else somebody else's. */
function departed(origin: Origin | undefined): Gone | null {
  return origin === 'client' || origin === 'server' ? origin : null
}

function verdict(origin: Origin, rule: string): Attribution {
  return { origin, rule, quiet: origin === 'client' }
}
