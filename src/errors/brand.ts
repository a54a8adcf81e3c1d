// A symbol in the global registry, so that errors of a second copy of the package are recognised.
const brand = Symbol.for('express-hangup.error')

/** Marks a prototype as one of this package's errors. */
export function setBrand(prototype: object, code: string): void {
  Object.defineProperty(prototype, brand, { value: code })
}

/** True for an error that any copy of this package made with this code. Survives whatever it is given. */
export function hasBrand(value: unknown, code: string): boolean {
  return read(value, brand) === code
}

const consequence = Symbol.for('express-hangup.consequence')

/** Marks an error that this package makes of the reason of a signal, which is its `cause`. */
export function markConsequence<T extends object>(error: T): T {
  return Object.defineProperty(error, consequence, { value: true })
}

/** True for an error that any copy of this package made of a reason. Survives whatever it is given. */
export function isConsequence(value: unknown): boolean {
  return read(value, consequence) === true
}

function read(value: unknown, key: symbol): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  try {
    return (value as Record<symbol, unknown>)[key]
  } catch {
    return undefined // a getter or a proxy that throws
  }
}
