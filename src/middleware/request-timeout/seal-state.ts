import type { AnyResponse } from '../../exchange/index.js'
import type { Gate } from './gate.js'

/**
 * The status cannot be changed by the late handler, and to it no header is out: code that finds one
 * sent destroys the connection, on which another exchange may run by now.
 */
export function shadowState(res: AnyResponse, gate: Gate): void {
  for (const name of ['statusCode', 'statusMessage'] as const) {
    const { get, set } = valueOf(res, name)
    Reflect.defineProperty(res, name, {
      configurable: true,
      enumerable: true,
      get,
      set: (next: unknown) => {
        if (gate.isOpen) set(next)
      },
    })
  }
  const { get } = valueOf(res, 'headersSent')
  const isOver = whileEnding(res)
  Reflect.defineProperty(res, 'headersSent', {
    configurable: true,
    get: () => (gate.isOpen || isOver()) && get() === true,
  })
}

/** Loggers look at a response when it is over, and shall see it as it is. */
function whileEnding(res: AnyResponse): () => boolean {
  let ending = false
  const begins = (): void => {
    ending = true
    process.nextTick(() => {
      ending = false
    })
  }
  res.prependListener('finish', begins)
  res.prependListener('close', begins)
  return () => ending
}

interface Value {
  readonly get: () => unknown
  readonly set: (value: unknown) => void
}

/** A property of HTTP/1's response, or what HTTP/2 keeps behind an accessor of the prototype. */
export function valueOf(res: AnyResponse, name: string): Value {
  const found = descriptorOf(res, name)
  if (found?.get !== undefined) {
    return {
      get: () => found.get?.call(res) as unknown,
      set: (next) => found.set?.call(res, next),
    }
  }
  let value: unknown = found?.value
  return {
    get: () => value,
    set: (next) => {
      value = next
    },
  }
}

function descriptorOf(res: object, name: string): PropertyDescriptor | undefined {
  let at: unknown = res
  while (typeof at === 'object' && at !== null) {
    const found = Object.getOwnPropertyDescriptor(at, name)
    if (found !== undefined) return found
    at = Object.getPrototypeOf(at)
  }
  return undefined
}
