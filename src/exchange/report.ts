import type {
  Attribution,
  ConnectionEvent,
  ErrorContext,
  ExchangeRecord,
  Observer,
} from '../types/index.js'
import { errorChannel, settledChannel } from './channels.js'
import type { Exchange } from './exchange.js'
import { isolated } from './isolation.js'
import { union } from './reporting.js'
import { state } from './state.js'

/** Owns the listeners of `onSettled`, which are new for each request: one count for all of them. */
const settledListeners = {}

/**
 * True where somebody wants to hear of this exchange. One that nobody watched, and that was made up
 * after the fact for somebody who asked, has been heard of or never will be.
 */
export function hasAudience({ reporting, position }: Exchange): boolean {
  return position > 0 && (reporting.observers.length > 0 || settledChannel.hasSubscribers)
}

export function reportSettled(
  exchange: Exchange,
  record: ExchangeRecord,
  listeners: ReadonlyArray<(record: ExchangeRecord) => void>,
): void {
  for (const listener of listeners) {
    isolated(settledListeners, () => {
      listener(record)
    })
  }
  if (!hasAudience(exchange)) return
  for (const observer of exchange.reporting.observers) {
    isolated(observer, () => observer.settled?.(record))
  }
  if (settledChannel.hasSubscribers) settledChannel.publish(record)
}

export function reportError(
  exchange: Exchange,
  observers: readonly Observer[],
  error: unknown,
  attribution: Attribution,
): void {
  const context: ErrorContext = {
    ...namesOf(exchange),
    phase: exchange.ending?.phase ?? exchange.phaseAtDeparture ?? exchange.phase,
  }
  const { first, untold } = tell(exchange, observers, error)
  for (const observer of untold) {
    isolated(observer, () => observer.error?.(error, attribution, context))
  }
  if (first && errorChannel.hasSubscribers) {
    errorChannel.publish({ error, attribution, exchange: context })
  }
}

/** Two error handlers, or two ways to one, tell an error once to each observer. */
function tell(
  exchange: Exchange,
  observers: readonly Observer[],
  error: unknown,
): { first: boolean; untold: readonly Observer[] } {
  const before = state.told.get(exchange)
  if (before?.error !== error || before === undefined) {
    state.told.set(exchange, { error, observers })
    return { first: true, untold: observers }
  }
  state.told.set(exchange, { error, observers: union(before.observers, observers) })
  return { first: false, untold: observers.filter((each) => !before.observers.includes(each)) }
}

export function reportLate(
  exchange: Exchange,
  what: 'write' | 'error' | 'end',
  overrunMs: number,
): void {
  const event = { ...namesOf(exchange), overrunMs, what }
  for (const observer of exchange.reporting.observers) {
    isolated(observer, () => observer.late?.(event))
  }
}

/** Tells of what happened on a connection below any request. */
export function reportConnection(observers: readonly Observer[], event: ConnectionEvent): void {
  for (const observer of observers) isolated(observer, () => observer.connection?.(event))
}

/** By what an observer tells which exchange it was. */
function namesOf({ id, req, reporting }: Exchange): Omit<ErrorContext, 'phase'> {
  const requestId = reporting.requestIdOf?.(req)
  const names = { id, route: reporting.routeOf(req) }
  return requestId === undefined ? names : { ...names, requestId }
}
