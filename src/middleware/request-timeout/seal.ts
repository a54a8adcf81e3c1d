import onFinished from 'on-finished'
import { HangupError } from '../../errors/index.js'
import type { AnyResponse, Exchange } from '../../exchange/index.js'
import { answeringBegins, answeringEnds, isAnswering, runAnswering } from './answering.js'

/** A sealed response: what answers the timeout passes, what the late handler does is dropped. */
export interface Seal {
  /** Runs what may answer. */
  run(fn: () => void): void
  /** Calls `fn` when the answer is out, or the connection gone. */
  whenAnswered(fn: () => void): void
}

type Callback = (error: Error) => void
type Method = (this: unknown, ...args: unknown[]) => unknown

/** What returns the response itself, and is dropped in silence. */
const settersOf = [
  'setHeader',
  'setHeaders',
  'appendHeader',
  'removeHeader',
  'addTrailers',
  'writeHead',
  'flushHeaders',
  'writeContinue',
  'writeProcessing',
  'writeEarlyHints',
  'destroy',
] as const

const sealed = new WeakSet<AnyResponse>()

/** True for a response whose late handler can no longer write to it. */
export function isSealed(res: AnyResponse): boolean {
  return sealed.has(res)
}

/**
 * Shadows the methods of a response whose limit has passed with guards of its own. They stay for
 * good: a handler may come back late by any time.
 */
export function sealResponse(exchange: Exchange): Seal {
  const { res } = exchange
  const admits = (): boolean => isAnswering(exchange)
  sealed.add(res)
  answeringBegins()
  onFinished(res as never, () => {
    answeringEnds()
  })
  shadowWrites(res, exchange, admits)
  for (const name of settersOf) shadow(res, name, admits, () => res)
  shadowState(res, admits)
  res.on('pipe', (source: { unpipe(from: unknown): void; destroy(): void }) => {
    if (admits()) return
    source.unpipe(res)
    source.destroy()
  })
  return {
    run: (fn) => {
      runAnswering(exchange, fn)
    },
    whenAnswered: (fn) => {
      onFinished(res as never, fn)
    },
  }
}

function shadowWrites(res: AnyResponse, exchange: Exchange, admits: () => boolean): void {
  shadow(res, 'write', admits, (args) => {
    exchange.tellLate('write')
    refuse(args, exchange)
    return false
  })
  shadow(res, 'end', admits, (args) => {
    exchange.tellLate('end')
    refuse(args, exchange)
    return res
  })
}

/** The callback of a write or an end is told why nothing was written. */
function refuse(args: readonly unknown[], exchange: Exchange): void {
  const callback = args.find((arg): arg is Callback => typeof arg === 'function')
  if (callback === undefined) return
  const error = new HangupError(
    'ERR_HANGUP_RESPONSE_SEALED',
    'The response was answered for its handler: its limit had passed',
    { cause: exchange.reason },
  )
  process.nextTick(callback, error)
}

function shadow(
  res: AnyResponse,
  name: string,
  admits: () => boolean,
  refused: (args: unknown[]) => unknown,
): void {
  const original = (res as unknown as Record<string, unknown>)[name]
  if (typeof original !== 'function') return
  Object.defineProperty(res, name, {
    configurable: true,
    writable: true,
    enumerable: false,
    value: function (this: unknown, ...args: unknown[]): unknown {
      return admits() ? (original as Method).apply(this, args) : refused(args)
    },
  })
}

/**
 * The status cannot be changed by the late handler, and to it no header is out: code that finds one
 * sent destroys the connection, on which another exchange may run by now.
 */
function shadowState(res: AnyResponse, admits: () => boolean): void {
  for (const name of ['statusCode', 'statusMessage'] as const) {
    const target = res as unknown as Record<string, unknown>
    if (isAccessor(res, name)) continue
    let value = target[name]
    Object.defineProperty(res, name, {
      configurable: true,
      enumerable: true,
      get: () => value,
      set: (next: unknown) => {
        if (admits()) value = next
      },
    })
  }
  Object.defineProperty(res, 'headersSent', {
    configurable: true,
    get: () =>
      admits() && Reflect.get(Object.getPrototypeOf(res) as object, 'headersSent', res) === true,
  })
}

/** HTTP/2 keeps the status behind an accessor of the prototype. */
function isAccessor(res: object, name: string): boolean {
  for (
    let at: unknown = res;
    typeof at === 'object' && at !== null;
    at = Object.getPrototypeOf(at)
  ) {
    const found = Object.getOwnPropertyDescriptor(at, name)
    if (found !== undefined) return found.set !== undefined || found.get !== undefined
  }
  return false
}
