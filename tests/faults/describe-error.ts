export interface ErrorDescription {
  readonly code: string
  readonly text: string
}

/** Not `instanceof`: jest gives each test file globals of its own, and Node's errors have none of them. */
export function isErrorLike(value: unknown): value is Error {
  return typeof value === 'object' && value !== null && 'message' in value && 'name' in value
}

/** The code and the message of whatever was thrown, for figures and complaints. */
export function describeError(error: unknown): ErrorDescription {
  if (!isErrorLike(error)) return { code: '', text: String(error) }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const message = error.message.split('\n', 1)[0] ?? ''
  return { code, text: [error.name, code, `'${message}'`].filter(Boolean).join(' ') }
}

const listed = new Set(['EPIPE', 'ECONNRESET', 'ECONNABORTED'])

/** The filter that applications write by hand: whatever has one of these codes is the client's. */
export function onCodeList(error: unknown): boolean {
  return listed.has(describeError(error).code)
}
