/** One error as it stood on the application's console. */
export interface ConsoleError {
  /** The request it names; null where it names none. */
  readonly requestId: string | null
  /** `write EPIPE`, `Request aborted`, ... */
  readonly message: string
  readonly code: string | null
  readonly text: string
}

const OWN_HANDLER = /^\[([^\]]+)\] [A-Z]+ \S+ (.*)$/
const BARE = /^(?:Uncaught )?\w*Error\b/
const CONTINUED = /^(?:\s|\}|$)/
const CODE = /code: '([A-Z_0-9]+)'/
const CODE_IN_MESSAGE = /\b(E[A-Z]{3,}|ERR_[A-Z_]+|UND_ERR_[A-Z_]+)\b/

/**
 * Reads a console as a person on call would: an error starts with the line that names it and holds
 * the indented lines after it. A line of the JSON log counts if its level is `error`.
 */
export function readConsole(lines: readonly string[]): ConsoleError[] {
  const blocks: { requestId: string | null; text: string[] }[] = []
  let inBlock = false
  for (const line of lines) {
    const own = OWN_HANDLER.exec(line)
    const logged = parseErrorLog(line)
    if (inBlock && CONTINUED.test(line)) {
      blocks.at(-1)?.text.push(line)
      continue
    }
    inBlock = own !== null || BARE.test(line)
    if (own) blocks.push({ requestId: own[1] ?? null, text: [own[2] ?? ''] })
    else if (inBlock) blocks.push({ requestId: null, text: [line] })
    else if (logged) blocks.push({ requestId: null, text: [logged] })
  }
  return blocks.map(({ requestId, text }) => toError(requestId, text.join('\n')))
}

function toError(requestId: string | null, text: string): ConsoleError {
  const first = text.split('\n', 1)[0] ?? ''
  const code = CODE.exec(text)?.[1] ?? CODE_IN_MESSAGE.exec(first)?.[1] ?? null
  return {
    requestId,
    message: first.replace(/^\w*(?:Error|Exception)( \[\w+\])?: /, ''),
    code,
    text,
  }
}

/** The message of a JSON log line at level `error`. */
function parseErrorLog(line: string): string | null {
  if (!line.startsWith('{')) return null
  try {
    const { level, message } = JSON.parse(line) as { level?: unknown; message?: unknown }
    return level === 'error' ? String(message) : null
  } catch {
    return null
  }
}
