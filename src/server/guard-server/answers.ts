/** As Node answers: the same statuses, and nothing beside them. */
const answers: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
}

/** What is sent to a client whose request cannot be read. */
export function answerTo(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown }
  const status = (typeof code === 'string' ? answers[code] : undefined) ?? '400 Bad Request'
  return `HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`
}
