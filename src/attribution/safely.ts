/**
 * Reads a property of whatever was thrown: a getter or a proxy may throw, and what was thrown may
 * be no object at all.
 */
export function property(value: unknown, name: string): unknown {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return undefined
  try {
    return (value as Record<string, unknown>)[name]
  } catch {
    return undefined
  }
}

/** A string property, or the empty string. */
export function text(value: unknown, name: string): string {
  const found = property(value, name)
  return typeof found === 'string' ? found : ''
}
