import { warnOnce } from '../errors/index.js'
import type { Attribution, ExchangeRecord, Observer } from '../types/index.js'
import { errorChannel, settledChannel } from './channels.js'
import type { Exchange } from './exchange.js'
import { union } from './reporting.js'
import { state } from './state.js'

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
    guarded(() => {
      listener(record)
    })
  }
  if (!hasAudience(exchange)) return
  for (const observer of exchange.reporting.observers) guarded(() => observer.settled?.(record))
  if (settledChannel.hasSubscribers) settledChannel.publish(record)
}

export function reportError(
  exchange: Exchange,
  observers: readonly Observer[],
  error: unknown,
  attribution: Attribution,
): void {
  const context = {
    id: exchange.id,
    route: exchange.reporting.routeOf(exchange.req),
    phase: exchange.ending?.phase ?? exchange.phaseAtDeparture ?? exchange.phase,
  }
  const { first, untold } = tell(exchange, observers, error)
  for (const observer of untold) guarded(() => observer.error?.(error, attribution, context))
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
  const { id, reporting } = exchange
  const event = { id, route: reporting.routeOf(exchange.req), overrunMs, what }
  for (const observer of reporting.observers) guarded(() => observer.late?.(event))
}

/** An observer's mistake must reach neither the request nor the other observers. */
function guarded(call: () => unknown): void {
  try {
    const result = call()
    // An async method is no mistake to TypeScript, and its rejection would end the process.
    if (result instanceof Promise) result.catch(warn)
  } catch (error) {
    warn(error)
  }
}

function warn(error: unknown): void {
  warnOnce('WARN_HANGUP_OBSERVER', `An observer threw: ${describe(error)}`)
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : typeof error
}
