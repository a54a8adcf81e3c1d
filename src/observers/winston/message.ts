import type { ExchangeRecord } from '../../types/index.js'

/** One line for a person: `client disconnected while processing GET /report after 812 ms (499, fin)`. */
export function messageOf(record: ExchangeRecord): string {
  const { method, path, outcome, phase, ageMs, status, closure } = record
  const what = `${method} ${path}`
  const after = `after ${String(Math.round(ageMs))} ms`
  const facts = [status, closure === 'none' ? null : closure].filter((each) => each !== null)
  const tail = facts.length === 0 ? '' : ` (${facts.join(', ')})`
  switch (outcome) {
    case 'completed':
      return `completed ${what} ${after}${tail}`
    case 'client-disconnected':
      return `client disconnected while ${phase} ${what} ${after}${tail}`
    case 'timed-out':
      return `timed out while ${phase} ${what} ${after}${tail}`
    case 'server-closed':
      return `server closed while ${phase} ${what} ${after}${tail}`
    case 'failed':
      return `failed while ${phase} ${what} ${after}${tail}`
  }
}

const MAX_LENGTH = 1024

/**
 * A message that cannot pass for more lines than one, nor colour a terminal: an error may quote what a
 * client sent. As it is it stands under its own key.
 */
export function oneLine(message: string): string {
  return message
    .slice(0, MAX_LENGTH)
    .replace(
      /[\p{Cc}\u2028\u2029]/gu,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
}
