import { isConsequence } from '../errors/index.js'
import { text } from './safely.js'

const names = new Set(['AbortError', 'TimeoutError', 'CanceledError'])
const codes = new Set([
  'ABORT_ERR',
  'ERR_CANCELED',
  'UND_ERR_ABORTED',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_STREAM_DESTROYED',
])

/** It says that something was cancelled, and nothing else: what its cause says is the whole of it. */
export function isCancellation(error: unknown): boolean {
  if (isConsequence(error)) return true
  const [name, code, message] = [text(error, 'name'), text(error, 'code'), text(error, 'message')]
  if (names.has(name) || codes.has(code)) return true
  // fetch's, which has a TypeError for everything
  return name === 'TypeError' && /^(fetch failed|terminated)$/.test(message)
}

/** Nothing but words, which describe the cause. */
export function isPlain(error: unknown): boolean {
  return text(error, 'name') === 'Error' && text(error, 'code') === ''
}
