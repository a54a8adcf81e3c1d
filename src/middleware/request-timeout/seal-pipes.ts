import type { Readable } from 'node:stream'
import {
  hasOtherReader,
  releaseSource,
  type AnyResponse,
  type Exchange,
} from '../../exchange/index.js'
import type { Gate } from './gate.js'
import { valueOf } from './seal-state.js'

/** Neither what the late handler pipes into the response nor what it had piped is left open. */
export function dropPipes(exchange: Exchange, gate: Gate): void {
  const { res } = exchange
  res.on('unpipe', (source: unknown) => {
    releaseSource(source, exchange)
  })
  res.on('pipe', (source: Readable) => {
    if (gate.isOpen) return
    exchange.tellLate('write')
    source.unpipe(res)
    if (!hasOtherReader(source)) source.destroy()
  })
  lookOpenToPipelines(res)
}

/**
 * From Node 24 on a pipeline refuses a response that has closed, and leaves its source open. It
 * alone, and nobody who looks whether there is still somebody to write to, finds it open: what it
 * pipes then is let go.
 */
function lookOpenToPipelines(res: AnyResponse): void {
  for (const name of ['closed', 'destroyed']) {
    const { get, set } = valueOf(res, name)
    if (typeof get() !== 'boolean') continue
    Reflect.defineProperty(res, name, {
      configurable: true,
      enumerable: false,
      get: () => get() === true && !isPipelineAsking(),
      set,
    })
  }
}

/** Node names the function that asks in the stack, and nowhere else. */
function isPipelineAsking(): boolean {
  const { stackTraceLimit } = Error
  Reflect.set(Error, 'stackTraceLimit', 4)
  const { stack = '' } = new Error()
  Reflect.set(Error, 'stackTraceLimit', stackTraceLimit)
  return /^ *at pipelineImpl \(node:/m.test(stack)
}
