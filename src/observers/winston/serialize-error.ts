/** An error as plain JSON. */
export interface SerializedError {
  readonly name: string
  readonly message: string
  readonly code?: string
  readonly stack?: string
  readonly cause?: SerializedError
  readonly errors?: readonly SerializedError[]
}

/** Causes and parts, all in all: a log line must stay one. */
const MAX_ERRORS = 32

/**
 * An error with its chain of causes and the parts of an aggregate, each once, for a log. Whatever
 * was thrown is described: no error at all, a getter that throws, a cycle.
 */
export function serializeError(thrown: unknown, seen = new Set<unknown>()): SerializedError {
  if (typeof thrown !== 'object' || thrown === null) {
    return { name: typeof thrown, message: printed(thrown) }
  }
  seen.add(thrown)
  const follow = (value: unknown): SerializedError | undefined =>
    value === undefined || value === null || seen.has(value) || seen.size >= MAX_ERRORS
      ? undefined
      : serializeError(value, seen)
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

function printed(value: unknown): string {
  try {
    return String(value)
  } catch {
    return ''
  }
}

function partsOf(value: unknown): unknown[] {
  try {
    return Array.isArray(value) ? (value as unknown[]).slice(0, MAX_ERRORS) : []
  } catch {
    return [] // a revoked proxy
  }
}
