import { shownText } from '../../exchange/index.js'

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
const MAX_MESSAGE = 1024
const MAX_NAME = 128
const MAX_STACK = 2048

/** Of all texts together: with what JSON adds, a line stays below the 16 KiB at which Docker cuts. */
const MAX_TEXT = 8192

/**
 * An error with its chain of causes and the parts of an aggregate, each once, as plain JSON for a
 * log. Whatever was thrown is described: no error at all, a getter that throws, a cycle. All its
 * texts together are at most 8,192 characters, of which a message takes at most 1,024. What could
 * drive a terminal or hide in a text is shown as `\u001b`. Properties of other names are left out,
 * since clients of HTTP and of databases keep credentials there.
 *
 * @example
 * ```ts
 * const observer: Observer = {
 *   error: (error, { quiet }) => quiet || console.error(JSON.stringify(serializeError(error))),
 * }
 * ```
 */
export function serializeError(thrown: unknown): SerializedError {
  return serialize(thrown, { seen: new Set(), left: MAX_TEXT })
}

interface Budget {
  readonly seen: Set<unknown>
  /** How much text there is room for. */
  left: number
}

function serialize(thrown: unknown, budget: Budget): SerializedError {
  if (typeof thrown !== 'object' || thrown === null) {
    return { name: typeof thrown, message: take(budget, printed(thrown), MAX_MESSAGE) }
  }
  budget.seen.add(thrown)
  const name = textOf(read(thrown, 'name')) ?? 'object'
  const message = textOf(read(thrown, 'message')) ?? ''
  const code = read(thrown, 'code')
  const stack = read(thrown, 'stack')
  // What it is comes first, so that the stack of the outermost cannot push out a cause's message.
  const own = {
    name: take(budget, name, MAX_NAME),
    message: take(budget, message, MAX_MESSAGE),
    ...(code === undefined ? {} : { code: take(budget, textOf(code) ?? typeof code, MAX_NAME) }),
  }
  const cause = follow(read(thrown, 'cause'), budget)
  const errors = partsOf(read(thrown, 'errors'))
    .map((part) => follow(part, budget))
    .filter((part) => part !== undefined)
  const frames =
    typeof stack === 'string' ? take(budget, withShortMessage(stack, message), MAX_STACK) : ''
  return {
    ...own,
    ...(frames === '' ? {} : { stack: frames }),
    ...(cause === undefined ? {} : { cause }),
    ...(errors.length === 0 ? {} : { errors }),
  }
}

function follow(value: unknown, budget: Budget): SerializedError | undefined {
  const { seen, left } = budget
  if (value === undefined || value === null || seen.has(value)) return undefined
  return seen.size >= MAX_ERRORS || left === 0 ? undefined : serialize(value, budget)
}

function take(budget: Budget, text: string, max: number): string {
  const room = Math.min(max, budget.left)
  const shown = shownText(text, room, true).slice(0, room)
  budget.left -= shown.length
  return shown
}

/** V8 puts the message before the frames, which a long one would leave no room for. */
function withShortMessage(stack: string, message: string): string {
  if (message.length <= MAX_MESSAGE) return stack
  const at = stack.indexOf(message)
  if (at === -1) return stack
  return `${stack.slice(0, at)}${message.slice(0, 64)}…${stack.slice(at + message.length)}`
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
