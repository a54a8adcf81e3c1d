import type { IncomingMessage, ServerResponse } from 'node:http'

/**
 * What Node keeps of a connection of HTTP/1. It has no public word for the response that is being
 * sent on a socket, and to follow each request by its events would cost every one of them. So it is
 * read here, when a connection fails or the server closes, and nowhere else.
 */
interface Internals {
  readonly _httpMessage?: (ServerResponse & { readonly _headerSent?: boolean }) | null
  readonly parser?: { readonly incoming?: IncomingMessage | null } | null
}

/** The response that a socket is waiting for, or whose bytes it has not all taken; null without one. */
export function responseOn(socket: object): ServerResponse | null {
  return (socket as Internals)._httpMessage ?? null
}

/**
 * True where the next bytes on a socket would be read as the answer to what the client sends: not
 * after the head of another answer, nor where a request was answered before all of it had come.
 */
export function isUnanswered(socket: object): boolean {
  const { _httpMessage: response, parser } = socket as Internals
  if (response !== null && response !== undefined) return response._headerSent !== true
  return parser?.incoming?.complete !== false
}
