import onFinished from 'on-finished'
import { HangupError, markConsequence } from '../../errors/index.js'
import type { AnyResponse, Exchange } from '../../exchange/index.js'
import { answeringBegins, answeringEnds } from './answering.js'
import { Gate } from './gate.js'
import { dropPipes } from './seal-pipes.js'
import { shadowState } from './seal-state.js'

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

/**
 * Shadows the methods of a response whose limit has passed with guards of its own: what answers the
 * timeout passes, what the late handler does is dropped. They stay for good: a handler may come back
 * late by any time.
 */
export function sealResponse(exchange: Exchange): void {
  const { res } = exchange
  const gate = new Gate(exchange)
  exchange.seal()
  answeringBegins()
  onFinished(res as never, () => {
    answeringEnds()
  })
  shadowWrites(exchange, gate)
  for (const name of settersOf) shadow(res, name, gate, () => res)
  shadowState(res, gate)
  dropPipes(exchange, gate)
}

function shadowWrites(exchange: Exchange, gate: Gate): void {
  const { res } = exchange
  shadow(res, 'write', gate, (args) => {
    exchange.tellLate('write')
    refuse(args, exchange)
    return false
  })
  shadow(res, 'end', gate, (args) => {
    exchange.tellLate('end')
    refuse(args, exchange)
    return res
  })
}

/**
 * Who waits for a write or an end is told why nothing was written: its callback, and what listens
 * for errors of the response, which a `pipeline` does, and who awaits `'drain'`.
 */
function refuse(args: readonly unknown[], exchange: Exchange): void {
  const error = markConsequence(
    new HangupError(
      'ERR_HANGUP_RESPONSE_SEALED',
      'The response was answered for its handler: its limit had passed',
      { cause: exchange.reason },
    ),
  )
  const callback = args.find((arg): arg is Callback => typeof arg === 'function')
  if (callback !== undefined) process.nextTick(callback, error)
  process.nextTick(tellListeners, exchange.res, error)
}

function tellListeners(res: NodeJS.EventEmitter, error: HangupError): void {
  if (res.listenerCount('error') > 0) {
    // `pipe` would throw the error again where it is the only one to listen.
    res.on('error', ignore)
    res.emit('error', error)
    res.off('error', ignore)
  }
  // A pipeline of a generator listens for no errors any more when the response has finished, and
  // would wait for ever. What it has on 'drain' takes an error too.
  for (const listener of res.listeners('drain') as Callback[]) {
    if (listener.name === 'resume' && listener.length === 1) listener(error)
  }
}

const ignore = (): void => undefined

function shadow(
  res: AnyResponse,
  name: string,
  gate: Gate,
  refused: (args: unknown[]) => unknown,
): void {
  const original = (res as unknown as Record<string, unknown>)[name]
  if (typeof original !== 'function') return
  Reflect.defineProperty(res, name, {
    configurable: true,
    writable: true,
    enumerable: false,
    value: function (this: unknown, ...args: unknown[]): unknown {
      return gate.isOpen
        ? gate.through(() => (original as Method).apply(this, args))
        : refused(args)
    },
  })
}
