/** An error as plain JSON. */
export interface SerializedError {
  readonly name: string
  readonly message: string
  readonly code?: string
  readonly stack?: string
  readonly cause?: SerializedError
  readonly errors?: readonly SerializedError[]
}

const MAX_DEPTH = 8
const MAX_PARTS = 16

/**
 * An error with its chain of causes and the parts of an aggregate, for a log. Whatever was thrown
 * is described: no error at all, a getter that throws, a cycle.
 */
export function serializeError(thrown: unknown, depth = 0, seen: unknown[] = []): SerializedError {
  if (typeof thrown !== 'object' || thrown === null) {
    return { name: typeof thrown, message: String(thrown) }
  }
  const path = [...seen, thrown]
  const follow = (value: unknown): SerializedError | undefined =>
    value === undefined || value === null || depth >= MAX_DEPTH || path.includes(value)
      ? undefined
      : serializeError(value, depth + 1, path)
  const cause = follow(read(thrown, 'cause'))
  const errors = partsOf(read(thrown, 'errors'))
    .map(follow)
    .filter((part) => part !== undefined)
  const code = read(thrown, 'code')
  const stack = read(thrown, 'stack')
  return {
    name: textOf(read(thrown, 'name')) ?? 'object',
    message: textOf(read(thrown, 'message')) ?? '',
    ...(code === undefined ? {} : { code: textOf(code) ?? typeof code }),
    ...(typeof stack === 'string' ? { stack } : {}),
    ...(cause === undefined ? {} : { cause }),
    ...(errors.length === 0 ? {} : { errors }),
  }
}

function read(value: object, name: string): unknown {
  try {
    return (value as Record<string, unknown>)[name]
  } catch {
    return undefined
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

function partsOf(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]).slice(0, MAX_PARTS) : []
}
