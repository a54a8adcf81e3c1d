// A symbol in the global registry, so that errors of a second copy of the package are recognised.
const brand = Symbol.for('express-hangup.error')

/** Marks a prototype as one of this package's errors. */
export function setBrand(prototype: object, code: string): void {
  Object.defineProperty(prototype, brand, { value: code })
}

/** True for an error that any copy of this package made with this code. Survives whatever it is given. */
export function hasBrand(value: unknown, code: string): boolean {
  if (typeof value !== 'object' || value === null) return false
  try {
    return (value as Record<symbol, unknown>)[brand] === code
  } catch {
    return false // a getter or a proxy that throws
  }
}
