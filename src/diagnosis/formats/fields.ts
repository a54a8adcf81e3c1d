import { agentFamily } from '../../exchange/client.js'
import { foldPath } from './fold.js'

// What a field's text becomes in an entry; shared by text and JSON formats.

/** The path's template, of a request target: without query, origin and control characters. */
export function routeOf(target: string): string | null {
  return target === '' || target === '-' ? null : printable(foldPath(target))
}

export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]/gu, '')
}

/** The address without the port that some formats add; null for what stands for nothing. */
export function addressOf(text: string): string | null {
  // Behind a list of hops stands the first: the client.
  const address = printable(text).split(',', 1)[0]?.trim().slice(0, 64) ?? ''
  if (address === '' || address === '-') return null
  if (address.startsWith('[')) return address.slice(1, address.indexOf(']')) || null
  const colon = address.indexOf(':')
  const hasPort = colon !== -1 && !address.includes(':', colon + 1)
  return hasPort ? address.slice(0, colon) : address
}

export function agentOf(text: string): string {
  return agentFamily(text === '-' ? undefined : text)
}

/** `GET /path HTTP/1.1` as its method and target; a request that could not be read has neither. */
export function requestParts(request: string): { method: string; target: string } {
  const space = request.indexOf(' ')
  if (space <= 0) return { method: '', target: '' }
  const end = request.lastIndexOf(' ')
  const target = end > space ? request.slice(space + 1, end) : request.slice(space + 1)
  return { method: printable(request.slice(0, Math.min(space, 16))), target }
}
